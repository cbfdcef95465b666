using HealthGraph.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]
