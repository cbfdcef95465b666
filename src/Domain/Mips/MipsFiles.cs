using System.Globalization;

namespace HealthGraph.Domain.Mips;

/// <summary>Where the files of a year and state are in the lake, and what the delivered one is called.</summary>
public sealed record MipsFiles(int Year, string State, DateOnly Date)
{
    private const string Root = "business-operations/healthmonix";

    // 2022 is closed: its folder stays the one that its readers know. 2023's receiver wanted the day in the name.
    private const int YearOfFixedFolder = 2022;
    private const int YearOfDatedName = 2023;

    public string Folder => string.Create(CultureInfo.InvariantCulture, $"{Root}/{Year}/{State}/{FolderDate:yyyy-MM-dd}");

    public string Data => $"{Folder}/data.csv";

    public string Manifest => $"{Folder}/manifest.json";

    /// <summary>The day in the folder's name: the day of the run, never a range of data.</summary>
    public DateOnly FolderDate => Year == YearOfFixedFolder ? new DateOnly(YearOfFixedFolder, 12, 31) : Date;

    /// <summary>A run's own files, which no later one replaces.</summary>
    public string RunFolder(Guid runId) => $"{Folder}/runs/{runId:D}";

    public string RemoteName(MipsRegistration registration) => NameOf(registration.RegistrationId, registration.IntegrationKey);

    /// <summary>The same without the key, for manifests, logs and people.</summary>
    public string MaskedRemoteName(MipsRegistration registration) => NameOf(registration.RegistrationId, MipsRegistration.Mask);

    private string NameOf(string registrationId, string key) => Year == YearOfDatedName
        ? string.Create(CultureInfo.InvariantCulture, $"Quality_{registrationId}_{key}_{Date:yyyyMMdd}.csv")
        : $"Quality_{registrationId}_{key}.csv";
}
