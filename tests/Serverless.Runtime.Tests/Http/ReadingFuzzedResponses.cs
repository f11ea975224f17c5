using System.Diagnostics;
using System.Text;
using Serverless.Fakes;

namespace Serverless.Http;

/// <summary>Mutations of well-formed responses, the same ones at every run.</summary>
public sealed class ReadingFuzzedResponses
{
    private const int Cases = 20_000;
    private const int BodyLimit = 64 * 1024;

    // What breaks parsers: numbers at their edges, separators in wrong places, and each other's syntax.
    private static readonly string[] s_dictionary =
    [
        "\r\n", "\r", "\n", "\r\n\r\n", ":", " ", "\t", ";", ",", "\0", "\u007f", "ä", "0", "-1", "+1", "ffffffff", "7fffffff", "80000000",
        "2147483647", "2147483648", "9223372036854775807", "18446744073709551616", "1e9", "0x10", "HTTP/1.1", "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\n", "Content-Length: 5\r\n", "Content-Length: 5000000000\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n",
        "5\r\nhello\r\n", "0\r\n\r\n", "fffffff\r\n", "A: b\r\n",
    ];

    [Fact]
    public void EndsInAResponseOrInOneOfTwoExceptionsWithinTimeAndMemory()
    {
        var random = new Random(20261122);
        var reader = new HttpResponseReader(TimeSpan.FromSeconds(1), BodyLimit);
        var started = Stopwatch.GetTimestamp();
        var (good, malformed, lost) = (0, 0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Mutate(random, WellFormedResponses.All[random.Next(WellFormedResponses.All.Length)].Bytes);
            var channel = new ScriptedChannel(Cut(random, bytes));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                reader.Read(channel);
                good++;
                Assert.InRange(reader.Body.Length, 0, BodyLimit);
                Assert.InRange(reader.Status, 200, 999);
            }
            catch (HttpFormatException)
            {
                malformed++;
            }
            catch (ConnectionLostException)
            {
                lost++;
            }

            // Head, body and the doubling that made room for them.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * (HttpResponseReader.MaxHeadLength + BodyLimit));
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        // The mutations reach all three ends, or they test nothing.
        Assert.All([good, malformed, lost], count => Assert.InRange(count, Cases / 50, Cases));
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var mutated = bytes.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(mutated.Count + 1);
            var length = Math.Min(random.Next(1, 8), mutated.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    mutated.RemoveRange(at, length);
                    break;
                case 1 when at < mutated.Count:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 2 when at < mutated.Count:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    mutated.InsertRange(at, mutated.GetRange(at, length));
                    break;
                case 4:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                default:
                    var word = Encoding.UTF8.GetBytes(s_dictionary[random.Next(s_dictionary.Length)]);
                    mutated.InsertRange(at, random.Next(50) == 0 ? Enumerable.Repeat(word, 10_000).SelectMany(w => w) : word);
                    break;
            }
        }

        return [.. mutated];
    }

    private static byte[][] Cut(Random random, byte[] bytes)
    {
        var pieces = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Min(random.Next(3) == 0 ? 1 : random.Next(1, 8192), bytes.Length - start);
            pieces.Add(bytes[start..(start + length)]);
            start += length;
        }

        return [.. pieces];
    }
}
