using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HealthGraph.Domain.Clinics;

/// <summary>Who treats patients. Events name them by their staff id in Clinicient.</summary>
public sealed class Therapist
{
    public required Guid Id { get; init; }

    /// <summary>National Provider Identifier, ten digits.</summary>
    public string? Npi { get; set; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public required string ClinicientStaffId { get; init; }
}

internal sealed class TherapistConfiguration : IEntityTypeConfiguration<Therapist>
{
    public void Configure(EntityTypeBuilder<Therapist> builder)
    {
        builder.ToTable("therapist", "matrix");
        builder.HasIndex(t => t.ClinicientStaffId).IsUnique();
        builder.Property(t => t.Npi).HasColumnType("character(10)");
    }
}
