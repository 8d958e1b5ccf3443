import { copyFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { shippedAsset } from '../private/shipped-assets';
import { AJV_RUNTIME_FILE, EVENT_SCHEMAS_FILE } from '../wire/event-schemas';

/** The handler that comes with the library, with compiled schemas beside it when there are some. */
export function handlerCode(eventSchemas?: string): lambda.Code {
  const handler = shippedAsset('processor', 'telemetry.lambda');
  if (eventSchemas === undefined) {
    return lambda.Code.fromAsset(handler);
  }
  return lambda.Code.fromAsset(handler, {
    assetHashType: AssetHashType.OUTPUT, // the schemas are part of what is deployed, and not of the folder
    bundling: {
      image: DockerImage.fromRegistry('none'), // never pulled: it is put together here
      local: {
        tryBundle(folder: string): boolean {
          for (const file of readdirSync(handler)) {
            copyFileSync(join(handler, file), join(folder, file));
          }
          copyFileSync(shippedAsset('processor', 'schema-compiler', AJV_RUNTIME_FILE), join(folder, AJV_RUNTIME_FILE));
          writeFileSync(join(folder, EVENT_SCHEMAS_FILE), eventSchemas);
          return true;
        },
      },
    },
  });
}
