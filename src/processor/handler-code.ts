import { copyFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AJV_RUNTIME_FILE, EVENT_SCHEMAS_FILE } from '../wire/event-schemas';

const ASSETS = join(__dirname, '..', '..', 'assets', 'processor');
const HANDLER = join(ASSETS, 'telemetry.lambda');

/** The compiler of event schemas, as it is shipped. */
export const SCHEMA_COMPILER = join(ASSETS, 'schema-compiler', 'index.js');

/** The handler that comes with the library, with compiled schemas beside it when there are some. */
export function handlerCode(eventSchemas?: string): lambda.Code {
  if (eventSchemas === undefined) {
    return lambda.Code.fromAsset(HANDLER);
  }
  return lambda.Code.fromAsset(HANDLER, {
    assetHashType: AssetHashType.OUTPUT, // the schemas are part of what is deployed, and not of the folder
    bundling: {
      image: DockerImage.fromRegistry('none'), // never pulled: it is put together here
      local: {
        tryBundle(folder: string): boolean {
          for (const file of readdirSync(HANDLER)) {
            copyFileSync(join(HANDLER, file), join(folder, file));
          }
          copyFileSync(join(ASSETS, 'schema-compiler', AJV_RUNTIME_FILE), join(folder, AJV_RUNTIME_FILE));
          writeFileSync(join(folder, EVENT_SCHEMAS_FILE), eventSchemas);
          return true;
        },
      },
    },
  });
}
