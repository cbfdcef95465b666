using HealthGraph.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]

// Each campaign wants a core, and its time limit per case would lie on a machine that has none left.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
