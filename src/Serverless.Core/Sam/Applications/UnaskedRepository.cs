namespace Serverless.Sam;

/// <summary>
/// Stands for the application repository where nobody is to be asked, as when a project is built or packaged: every application has a template,
/// at an address that is none. A deployment asks the real one.
/// </summary>
public sealed class UnaskedRepository : IApplicationRepository
{
    private UnaskedRepository()
    {
    }

    /// <summary>The only one there need be.</summary>
    public static UnaskedRepository Instance { get; } = new();

    /// <inheritdoc/>
    public ApplicationTemplate Find(string applicationId, string semanticVersion) => ApplicationTemplate.At("https://not-stored/not-asked");
}
