import { localNames } from '../../../src/local/template/local-names';
import { StackTemplate, type TemplateBody } from '../../../src/local/template/stack-template';

/** Value of a property in a template that has little else. */
function valueOf(expression: unknown, more: TemplateBody = {}): unknown {
  const template = new StackTemplate({
    ...more,
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      NamedQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Join': ['-', ['telemetry', { Ref: 'AWS::StackName' }]] } } },
      Bucket: { Type: 'AWS::S3::Bucket' },
      NamedBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'landing' } },
      Processor: { Type: 'AWS::Lambda::Function' },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Processor' } } },
      Table: { Type: 'AWS::DynamoDB::Table' },
      Subject: { Type: 'Test::Subject', Properties: { Value: expression } },
    },
  }, 'Telemetry', localNames());
  return template.resource('Subject').value('Value');
}

test.each([
  { expression: 'text', value: 'text' },
  { expression: 7, value: 7 },
  { expression: null, value: null },
  { expression: {}, value: {} },
  { expression: { Name: { Ref: 'Table' }, List: [{ Ref: 'Bucket' }] }, value: { Name: 'Table', List: ['bucket'] } },
  { expression: { Ref: 'Queue' }, value: 'https://sqs.us-east-1.amazonaws.com/000000000000/Queue' },
  { expression: { 'Fn::GetAtt': ['Queue', 'QueueUrl'] }, value: 'https://sqs.us-east-1.amazonaws.com/000000000000/Queue' },
  { expression: { 'Fn::GetAtt': ['Queue', 'Arn'] }, value: 'arn:aws:sqs:us-east-1:000000000000:Queue' },
  { expression: { 'Fn::GetAtt': 'Queue.QueueName' }, value: 'Queue' },
  { expression: { 'Fn::GetAtt': ['NamedQueue', 'QueueName'] }, value: 'telemetry-Telemetry' },
  { expression: { Ref: 'NamedBucket' }, value: 'landing' },
  { expression: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, value: 'arn:aws:s3:::bucket' },
  { expression: { 'Fn::GetAtt': ['Processor', 'Arn'] }, value: 'arn:aws:lambda:us-east-1:000000000000:function:Processor' },
  { expression: { Ref: 'Version' }, value: 'arn:aws:lambda:us-east-1:000000000000:function:Processor:1' },
  { expression: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, value: 'Table.StreamArn' },
  { expression: { 'Fn::Join': [':', ['a', { Ref: 'AWS::Partition' }, 'b']] }, value: 'a:aws:b' },
  { expression: { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] }, value: 'b' },
  { expression: { 'Fn::Sub': 'https://${Bucket}.s3.${AWS::URLSuffix}/${Queue.QueueName}/${!kept}' }, value: 'https://bucket.s3.amazonaws.com/Queue/${kept}' },
  { expression: { 'Fn::Sub': ['${Own}-${AWS::AccountId}', { Own: { Ref: 'Table' } }] }, value: 'Table-000000000000' },
  { expression: { 'Fn::Base64': { Ref: 'AWS::Region' } }, value: 'dXMtZWFzdC0x' },
  { expression: { Ref: 'AWS::StackId' }, value: 'arn:aws:cloudformation:us-east-1:000000000000:stack/Telemetry/local' },
  { expression: { Ref: 'AWS::NotificationARNs' }, value: [] },
  { expression: { Kept: 1, Gone: { Ref: 'AWS::NoValue' } }, value: { Kept: 1 } },
  { expression: ['kept', { Ref: 'AWS::NoValue' }], value: ['kept'] },
])('$expression is $value', ({ expression, value }) => {
  expect(valueOf(expression)).toStrictEqual(value);
});

test('a parameter has its default', () => {
  expect(valueOf({ Ref: 'Size' }, { Parameters: { Size: { Default: 5 } } })).toBe(5);
});

test('a map is read by its keys', () => {
  const expression = { 'Fn::FindInMap': ['Runtimes', { Ref: 'AWS::Region' }, 'node'] };

  expect(valueOf(expression, { Mappings: { Runtimes: { 'us-east-1': { node: 'nodejs24.x' } } } })).toBe('nodejs24.x');
  expect(valueOf(expression)).toBeUndefined();
});

describe('conditions', () => {
  const IS_LOCAL = { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] };
  const NEVER = { 'Fn::Not': [IS_LOCAL] };

  test.each([
    { condition: IS_LOCAL, value: 'then' },
    { condition: NEVER, value: 'otherwise' },
    { condition: { 'Fn::And': [IS_LOCAL, NEVER] }, value: 'otherwise' },
    { condition: { 'Fn::Or': [NEVER, { Condition: 'Other' }] }, value: 'then' },
  ])('$condition chooses $value', ({ condition, value }) => {
    expect(valueOf({ 'Fn::If': ['Asked', 'then', 'otherwise'] }, { Conditions: { Asked: condition, Other: IS_LOCAL } })).toBe(value);
  });

  test('a property named Condition is not one', () => {
    expect(valueOf({ Condition: { StringEquals: 'x' } })).toEqual({ Condition: { StringEquals: 'x' } });
  });
});

describe('what cannot be known on localhost is said, with the property that asks for it', () => {
  test.each([
    { expression: { 'Fn::ImportValue': 'Shared' }, message: 'Subject.Value: values of another stack must be given as parameters with defaults for the local run, got Fn::ImportValue of "Shared"' },
    { expression: { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }, message: 'Subject.Value: intrinsic function must be one that the local run knows, got Fn::Cidr; known are Ref' },
    { expression: { Ref: 'Nothing' }, message: 'Subject.Value: resource Nothing must stand in the template, got none' },
    { expression: { Ref: 'AWS::Planet' }, message: 'Subject.Value: pseudo parameter must be one that CloudFormation has, got AWS::Planet' },
  ])('$expression', ({ expression, message }) => {
    expect(() => valueOf(expression)).toThrow(message);
  });

  test('a parameter without default', () => {
    expect(() => valueOf({ Ref: 'Size' }, { Parameters: { Size: {} } })).toThrow('Subject.Value: parameter Size must have a default for the local run, got none');
  });
});
