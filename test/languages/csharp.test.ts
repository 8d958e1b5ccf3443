import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unknownNames } from './csharp-app';
import { declarationsIn, missingDeclarations } from './csharp-declarations';
import type { JsiiAssembly, JsiiType } from './jsii-assembly';

const door: JsiiType = {
  fqn: 'library.Door',
  name: 'Door',
  kind: 'class',
  docs: { summary: 'Takes requests.' },
  properties: [{ name: 'url', docs: { summary: 'Where <clients> post to.' } }],
  methods: [{ name: 'open', docs: { summary: 'Opens it.' } }],
};
const options: JsiiType = { fqn: 'library.DoorOptions', name: 'DoorOptions', kind: 'interface', datatype: true, properties: [{ name: 'maxRate' }] };
const library: JsiiAssembly = {
  name: 'library',
  targets: { dotnet: { namespace: 'The.Library' } },
  types: { 'library.Door': door, 'library.DoorOptions': options },
};
const source = `
    /// <summary>Takes requests.</summary>
    [JsiiClass(nativeType: typeof(The.Library.Door))]
    public class Door : DeputyBase
    {
        public Door(string id): base(_MakeDeputyProps(id))
        /// <summary>Where &lt;clients&gt; post to.</summary>
        public virtual string? Url
        {
        /// <summary>Opens it.</summary>
        public static The.Library.Door Open(System.Collections.Generic.IDictionary<string, string>? tags = null)
`;
const app = 'using The.Library;\n\nvar door = new Door("Main.Gate", new DoorOptions\n{\n    MaxRate = 5,\n});\nDoor.Open();\nConsole(door.Url);\n';

test('a generated source that declares and documents the whole type has no fault', () => {
  expect(missingDeclarations(door, declarationsIn(source))).toEqual([]);
});

test.each([
  { fault: 'a member that is missing', from: 'string? Url', to: 'string? Address', told: 'Door has no Url' },
  { fault: 'documentation that is lost', from: '/// <summary>Opens it.</summary>', to: '', told: 'Door.Open is documented as \'\'' },
])('$fault is told', ({ from, to, told }) => {
  expect(missingDeclarations(door, declarationsIn(source.replace(from, to)))).toEqual([told]);
});

test('an app that uses only what its libraries have has no unknown name', () => {
  expect(unknownNames(app, [library])).toEqual([]);
});

test.each([
  { mistake: 'another namespace', from: 'using The.Library;', to: 'using Another;', unknown: 'DoorOptions' },
  { mistake: 'another class', from: 'new Door(', to: 'new Gate(', unknown: 'Gate' },
  { mistake: 'another method', from: 'Door.Open', to: 'Door.Close', unknown: 'Door.Close' },
  { mistake: 'another property of an object', from: 'door.Url', to: 'door.Address', unknown: 'Address' },
  { mistake: 'another property in braces', from: 'MaxRate =', to: 'Url =', unknown: 'DoorOptions.Url' },
])('an app with $mistake has an unknown name', ({ from, to, unknown }) => {
  expect(unknownNames(app.replace(from, to), [library])).toContain(unknown);
});

test('the package and the namespace of the app are those that are published', () => {
  const folder = join(__dirname, '..', '..');
  const { jsii: { targets: { dotnet } } } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const example = (file: string) => readFileSync(join(folder, 'examples', 'languages', 'csharp', file), 'utf8');

  expect(example('Telemetry.csproj')).toContain(`<PackageReference Include="${dotnet.packageId}"`);
  expect(example('Program.cs')).toContain(`using ${dotnet.namespace};`);
});
