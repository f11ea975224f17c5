using System.Text;

namespace Serverless.Fakes;

/// <summary>A request as the fake Runtime API got it; <paramref name="Body"/> is decoded, <paramref name="Raw"/> is every byte.</summary>
internal sealed record ReceivedRequest(
    string Method, string Path, Dictionary<string, string> Headers, byte[] Body, Dictionary<string, string> Trailers, byte[] Raw)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    internal string RawText => Encoding.Latin1.GetString(Raw);

    public override string ToString() => $"{Method} {Path} {Text}";
}
