using System.IO.Pipes;
using System.Text;

namespace Serverless.Native;

public sealed class WritingToADescriptor
{
    [Fact]
    public async Task SendsEveryByteHoweverSlowlyItIsRead()
    {
        Assert.SkipUnless(LibC.IsKnown, "64-bit Linux only");
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i} ")));
        var received = Task.Run(() =>
        {
            var all = new byte[bytes.Length];
            reader.ReadExactly(all);
            return all;
        });
        new DescriptorStream((int)reader.ClientSafePipeHandle.DangerousGetHandle()).Write(bytes);
        Assert.Equal(bytes, await received);
    }

    [Fact]
    public void ThatDoesNotExistIsAnIOException()
    {
        Assert.SkipUnless(LibC.IsKnown, "64-bit Linux only");
        Assert.Throws<IOException>(() => new DescriptorStream(987_654).Write("x"u8));
    }

    [Fact]
    public void ThatNobodyReadsIsAnIOException()
    {
        Assert.SkipUnless(LibC.IsKnown, "64-bit Linux only");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        Assert.Throws<IOException>(() => new DescriptorStream((int)pipe.SafePipeHandle.DangerousGetHandle()).Write("x"u8));
    }
}
