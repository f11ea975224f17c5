namespace Serverless.Tool;

/// <summary>The tool's exit codes, which scripts may rely on.</summary>
public static class ExitCodes
{
    /// <summary>The job is done.</summary>
    public const int Done = 0;

    /// <summary>The job failed; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 2;

    /// <summary>The user stopped the job.</summary>
    public const int Cancelled = 130;
}
