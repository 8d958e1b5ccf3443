/**
 * Alarms that tell somebody: all of them write a mail, and dead letters wake whoever is on call.
 *
 * Events are promised within ten minutes, and nights without any request are normal.
 */
import { IngestionAuth, PipelineAlarm, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';

const app = new App();
const stack = new Stack(app, 'OnCall');

const team = new sns.Topic(stack, 'Team', { enforceSSL: true });
team.addSubscription(new subscriptions.EmailSubscription('telemetry@example.com'));
const onCall = new sns.Topic(stack, 'WhoIsOnCall', { enforceSSL: true });

const { monitoring } = new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: { authorization: IngestionAuth.none() },
  monitoring: {
    alarmActions: [new actions.SnsAction(team)],
    okActions: [new actions.SnsAction(team)],
    promisedLag: Duration.minutes(10),
    silence: Duration.hours(10),
  },
});
monitoring.alarm(PipelineAlarm.DEAD_LETTERS)!.addAlarmAction(new actions.SnsAction(onCall));
