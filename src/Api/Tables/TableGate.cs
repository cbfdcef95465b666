using HealthGraph.Api.Endpoint;
using Microsoft.Extensions.Options;

namespace HealthGraph.Api.Tables;

/// <summary>How many tables may be read at once. They do not count among the operations, as each may take as long as many of those.</summary>
internal sealed class TableGate(IOptions<TableOptions> options) : ConcurrencyGate(
    options.Value.MaxConcurrentPerCaller, options.Value.MaxConcurrent, options.Value.ConcurrencyWait, "Too many tables are being read. Try again in a second.");
