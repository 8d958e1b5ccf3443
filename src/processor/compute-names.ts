import { IConstruct } from 'constructs';
import { NamesOfCompute } from './rules/processor-facts';
import { LinkedResources } from '../private/linked-resources';
import { repeatedText } from '../private/template-values';

/** Whether the processor of a pipeline runs on demand; one that stands alone is not in here. */
const ON_DEMAND = new WeakMap<IConstruct, boolean>();

/** Names that either compute can give to what it is made of, each taken once in an account and region, or in a VPC. */
const NAME_PROPERTIES: readonly (readonly [type: string, property: string])[] = [
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::EC2::SecurityGroup', 'GroupName'],
];

/** Has the names of a processor looked at, so that another compute can take its place. */
export function keepReplaceable(processor: IConstruct, onDemand: boolean): void {
  ON_DEMAND.set(processor, onDemand);
}

/** The names that were fixed on what a processor is made of; absent when no other compute is to take its place. */
export function namesOfCompute(processor: IConstruct, resources: LinkedResources): NamesOfCompute | undefined {
  const onDemand = ON_DEMAND.get(processor);
  const isPart = (construct: IConstruct) => construct.node.scopes.includes(processor);
  return onDemand === undefined ? undefined : {
    onDemand,
    names: NAME_PROPERTIES.flatMap(([type, property]) => resources.ofType(type).filter(isPart)
      .map(resource => resources.propertiesOf(resource))
      .filter(({ VpcId: vpc }) => !resources.linkedFrom(vpc).some(isPart)) // the other compute has a VPC of its own, too
      .map(properties => repeatedText(properties[property]))
      .flatMap(name => name === undefined ? [] : [{ property: property[0].toLowerCase() + property.slice(1), name }])),
  };
}
