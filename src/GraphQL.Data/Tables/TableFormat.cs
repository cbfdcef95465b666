namespace HealthGraph.GraphQL.Data.Tables;

/// <summary>How a table is written.</summary>
public abstract record TableFormat;

/// <summary>Comma-separated values as RFC 4180 has them, with a header line always.</summary>
/// <param name="HasByteOrderMark">Whether the file begins with U+FEFF, by which Excel knows UTF-8.</param>
/// <param name="EscapesFormulas">
/// Whether text that a spreadsheet would take for a formula gets an apostrophe before it. That changes the data, so it is off unless asked for.
/// </param>
public sealed record CsvFormat(bool HasByteOrderMark = false, bool EscapesFormulas = false) : TableFormat;

/// <summary>A JSON object on each line, lists and linked rows inside it as in an ordinary response.</summary>
public sealed record NdjsonFormat : TableFormat;
