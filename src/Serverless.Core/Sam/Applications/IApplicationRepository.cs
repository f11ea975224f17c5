namespace Serverless.Sam;

/// <summary>The AWS Serverless Application Repository, or who stands for it. A transform asks once for each version of an application.</summary>
public interface IApplicationRepository
{
    /// <summary>Looks up where the template of an application lies.</summary>
    /// <param name="applicationId">The application's ARN.</param>
    /// <param name="semanticVersion">The version, such as <c>1.0.4</c>.</param>
    ApplicationTemplate Find(string applicationId, string semanticVersion);
}

/// <summary>What the application repository answered: an address or the reason why there is none.</summary>
/// <param name="Url">Where CloudFormation can read the template; null when it cannot be had.</param>
/// <param name="Problem">The error for the user when there is no URL; otherwise null.</param>
public sealed record ApplicationTemplate(string? Url, string? Problem)
{
    /// <summary>What to do about the problem, when it is known.</summary>
    public string? Help { get; init; }

    /// <summary>The template lies at a URL.</summary>
    public static ApplicationTemplate At(string url) => new(url, null);

    /// <summary>The template cannot be had, for instance because the application is not shared with the account.</summary>
    public static ApplicationTemplate Refused(string problem) => new(null, problem);
}
