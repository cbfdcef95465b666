using HealthGraph.Fuzz.Tests.Mutation;

namespace HealthGraph.Fuzz.Tests;

/// <summary>Something that takes bytes from outside, and what must hold of it whatever they are.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>What cases are made from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Makes a case; the same random numbers give the same case.</summary>
    byte[] Make(Dice dice);

    /// <summary>Handles a case.</summary>
    /// <exception cref="FuzzFindingException">Something that must hold does not.</exception>
    void Run(byte[] data);
}

/// <summary>What must hold does not.</summary>
internal sealed class FuzzFindingException(string message, Exception? inner = null) : Exception(message, inner);
