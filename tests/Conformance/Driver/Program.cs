using System.Globalization;
using HealthGraph.Conformance.Driver;

if (args is not ["--port", var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out var port) || port is < 0 or > 65535)
{
    await Console.Error.WriteLineAsync("usage: healthgraph-conformance --port N");
    return 2;
}

await DriverHost.Create(port).RunAsync();
return 0;
