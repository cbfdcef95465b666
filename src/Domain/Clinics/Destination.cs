using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HealthGraph.Domain.Clinics;

/// <summary>A clinic. Events name it by its clinic id.</summary>
public sealed class Destination
{
    public required Guid Id { get; init; }

    public required string ClinicId { get; init; }

    public required string Name { get; set; }

    public string? State { get; set; }

    public string? Region { get; set; }
}

internal sealed class DestinationConfiguration : IEntityTypeConfiguration<Destination>
{
    public void Configure(EntityTypeBuilder<Destination> builder)
    {
        builder.ToTable("destination", "matrix");
        builder.HasIndex(d => d.ClinicId).IsUnique();
        builder.Property(d => d.State).HasColumnType("character(2)");
    }
}
