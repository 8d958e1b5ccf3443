export { CostEstimate, CostPart } from './cost-estimate';
export { TelemetryTraffic } from './traffic';
