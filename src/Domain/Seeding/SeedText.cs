namespace HealthGraph.Domain.Seeding;

/// <summary>What therapists write, with the characters that they really use.</summary>
internal static class SeedText
{
    private static readonly string[] Openings =
    [
        "Patient presents with pain on overhead reach; restore range of motion.",
        "Post-operative protocol, weight bearing as tolerated.",
        "Goals: walk 500 m without pain, climb stairs \"normally\".",
        "Reduce pain from 6/10 to ≤ 2/10, improve sleep.",
        "Strengthen core & hip, return to running.",
        "Señora reports stiffness in the morning, better after heat.",
    ];

    private static readonly string[] Middles =
    [
        " Manual therapy, therapeutic exercise, home program.",
        "\nManual therapy 2×; neuromuscular re-education; gait training.",
        " Start with isometrics, then eccentric loading, e.g. heel drops.",
        "\r\n- stretching\r\n- taping\r\n- education",
        "",
    ];

    private static readonly string[] Ends =
        [" Reassess at visit 6.", " Re-evaluate in 30 days, or earlier if worse.", " Knee flexion to 120°.", "", " Fällt leicht außer Atem: pace it."];

    private static readonly string?[] Instructions =
        [null, null, "Ice after the session", "Home exercises twice a day, \"slow, then slower\"", "No lifting > 5 kg", "Evaluation, then treat"];

    public static string Plan(SeedRandom random) => random.Pick(Openings) + random.Pick(Middles) + random.Pick(Ends);

    public static string? Instruction(SeedRandom random) => random.Pick(Instructions);
}
