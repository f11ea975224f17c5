namespace Serverless.Local.Functions;

/// <summary>What follows when a runtime asks for its next event.</summary>
internal readonly record struct NextEvent
{
    /// <summary>The answer when it may not ask, and then nothing follows; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Refusal { get; init; }

    /// <summary>The invocation that it had and did not answer.</summary>
    public Invocation? Lost { get; init; }

    /// <summary>What is to be reported now that all lines about it are there.</summary>
    public EndedInvocation? Ended { get; init; }

    /// <summary>The invocation that it gets; null when it is to wait, or is over.</summary>
    public Invocation? Assigned { get; init; }

    /// <summary>Whether it gets no more and is to be ended.</summary>
    public bool IsOver { get; init; }
}
