using System.Collections.Specialized;

namespace HealthGraph.Jobs.Tests.DataLake;

/// <summary>What <see cref="S3Double"/> is asked for, before its body is read.</summary>
internal sealed record S3Request(string HttpMethod, Uri Url, NameValueCollection Headers);
