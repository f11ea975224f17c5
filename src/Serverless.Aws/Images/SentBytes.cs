namespace Serverless.Aws.Images;

/// <summary>Adds up what was sent of several parts. A part that is sent again counts once: what is told never decreases.</summary>
internal sealed class SentBytes(IProgress<long>? progress)
{
    private long _complete;
    private long _told;

    /// <summary>So many bytes of the part that is being sent are on their way.</summary>
    public void Tell(long partial)
    {
        if (_complete + partial > _told)
        {
            progress?.Report(_told = _complete + partial);
        }
    }

    /// <summary>A part is complete.</summary>
    public void Complete(long size)
    {
        _complete += size;
        Tell(0);
    }
}
