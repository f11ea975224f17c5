using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Local.Storage;

namespace Serverless.Local;

/// <summary>The note in a file by which others find a running local cloud.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Pid">The process it runs in.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Started">When it was started.</param>
public sealed record LocalCloudRecord(Uri Url, int Pid, string Version, DateTimeOffset Started)
{
    /// <summary>The file's name; the host says in which folder, by habit one of the user's local application data.</summary>
    public const string FileName = "local-cloud.json";

    /// <summary>Writes the note.</summary>
    /// <param name="folder">Absolute path of the folder, which is made when it is missing.</param>
    public void Write(string folder) => AtomicFile.WriteJson(Path.Combine(folder, FileName), this);

    /// <summary>Reads the note; null when there is none or it cannot be read.</summary>
    public static LocalCloudRecord? TryRead(string folder) => AtomicFile.TryReadJson<LocalCloudRecord>(Path.Combine(folder, FileName)) is { Url: not null } record ? record : null;

    /// <summary>Removes the note if it is still this one; another process may have written its own meanwhile.</summary>
    public void Remove(string folder)
    {
        if (TryRead(folder) == this)
        {
            AtomicFile.TryDelete(Path.Combine(folder, FileName));
        }
    }

    /// <summary>Asks the local cloud for its status.</summary>
    /// <param name="client">Sends the request; it must not use a proxy.</param>
    /// <param name="cancellationToken">Stops waiting; two seconds are waited at most.</param>
    /// <returns>Null when nothing answers there, or something else than the process of this note does.</returns>
    public async Task<LocalCloudStatus?> PingAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            var status = await client.GetFromJsonAsync<LocalCloudStatus>(new Uri(Url, "/_serverless/status"), AtomicFile.Json, patience.Token);
            return status?.Pid == Pid ? status : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
