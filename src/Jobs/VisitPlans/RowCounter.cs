namespace HealthGraph.Jobs.VisitPlans;

/// <summary>Counts the lines of what COPY sends that end a row: in CSV a line feed within quotes belongs to a value.</summary>
internal struct RowCounter(bool quotes)
{
    private bool _quoted;

    public long Lines { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!quotes)
        {
            Lines += bytes.Count((byte)'\n');
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (_quoted)
            {
                // A doubled quote closes and opens again.
                var end = bytes.IndexOf((byte)'"');
                if (end < 0)
                {
                    return;
                }

                _quoted = false;
                bytes = bytes[(end + 1)..];
                continue;
            }

            var quote = bytes.IndexOf((byte)'"');
            var plain = quote < 0 ? bytes : bytes[..quote];
            Lines += plain.Count((byte)'\n');
            _quoted = quote >= 0;
            bytes = quote < 0 ? [] : bytes[(quote + 1)..];
        }
    }
}
