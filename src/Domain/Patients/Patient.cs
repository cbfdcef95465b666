using HealthGraph.Fhir;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HealthGraph.Domain.Patients;

/// <summary>A person who is treated. What is not known of them is null.</summary>
public sealed class Patient
{
    public required Guid Id { get; init; }

    /// <summary>The id of the FHIR Patient who is the same person.</summary>
    public FhirId? ExternalId { get; set; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Gender { get; set; }

    /// <summary>Two letters, as the post has it.</summary>
    public string? State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class PatientConfiguration : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("patient", "marketplace");
        builder.Property(p => p.ExternalId).HasConversion(id => id.ToString(), text => Parse(text));
        builder.HasIndex(p => p.ExternalId).IsUnique();
        builder.Property(p => p.State).HasColumnType("character(2)");
    }

    private static FhirId Parse(string? text) =>
        FhirId.TryParse(text, out var id)
            ? id
            : throw new InvalidOperationException("marketplace.patient.external_id holds what is no FHIR id.");
}
