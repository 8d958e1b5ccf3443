export { CostEstimate, CostPart } from './cost-estimate';
export { BatchingCost, CostBreakEven, CostComparison, CostComparisonOptions, PriceOverrides, UnsurePrice } from './synth/cost-comparison';
export { TelemetryTraffic } from './traffic';
