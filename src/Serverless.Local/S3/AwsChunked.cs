using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Serverless.Local.S3;

/// <summary>
/// Undoes the <c>aws-chunked</c> coding that AWS clients put around a body: chunks with a size line (and a signature that is not
/// checked), then trailers. See "Signature calculations for the Authorization header: transferring payload in multiple chunks".
/// </summary>
internal static class AwsChunked
{
    private const int LongestLine = 16 * 1024;

    /// <summary>True when the body of a request is coded.</summary>
    public static bool IsUsed(string? contentSha256, string? contentEncoding) =>
        contentSha256?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
        || contentEncoding?.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a coded body to its end.</summary>
    /// <param name="reader">The body as it comes from the connection.</param>
    /// <param name="take">Gets the content piece by piece.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The trailers by lower-case name.</returns>
    /// <exception cref="S3Exception">The framing is broken or ends too early.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(PipeReader reader, Func<ReadOnlySequence<byte>, Task> take, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(reader, cancellationToken) ?? throw S3Exception.IncompleteBody;
            if (!long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            {
                throw S3Exception.IncompleteBody;
            }

            if (size == 0)
            {
                return await ReadTrailersAsync(reader, cancellationToken);
            }

            await ReadContentAsync(reader, size, take, cancellationToken);
            if (await ReadLineAsync(reader, cancellationToken) is not "")
            {
                throw S3Exception.IncompleteBody;
            }
        }
    }

    private static async Task ReadContentAsync(PipeReader reader, long size, Func<ReadOnlySequence<byte>, Task> take, CancellationToken cancellationToken)
    {
        while (size > 0)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.IsEmpty && read.IsCompleted)
            {
                throw S3Exception.IncompleteBody;
            }

            var content = read.Buffer.Slice(0, Math.Min(size, read.Buffer.Length));
            await take(content);
            size -= content.Length;
            reader.AdvanceTo(content.End);
        }
    }

    private static async Task<Dictionary<string, string>> ReadTrailersAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(reader, cancellationToken) is { } line)
        {
            if (line.IndexOf(':') is > 0 and var colon)
            {
                trailers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return trailers;
    }

    // Null at the end of the body; a last line without its line break counts as a line.
    private static async Task<string?> ReadLineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(buffer.Slice(0, end)).TrimEnd('\r');
                reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (buffer.Length > LongestLine)
            {
                throw S3Exception.IncompleteBody;
            }

            if (read.IsCompleted)
            {
                var rest = buffer.IsEmpty ? null : Encoding.ASCII.GetString(buffer);
                reader.AdvanceTo(buffer.End);
                return rest;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
