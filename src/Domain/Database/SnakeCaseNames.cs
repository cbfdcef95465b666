using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace HealthGraph.Domain.Database;

/// <summary>Columns are named as PostgreSQL's are: <c>BirthDate</c> is <c>birth_date</c>.</summary>
internal static class SnakeCaseNames
{
    public static void UseSnakeCaseNames(this ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
