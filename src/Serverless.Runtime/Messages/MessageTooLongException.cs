namespace Serverless.Messages;

/// <summary>More was written than a message may hold.</summary>
internal sealed class MessageTooLongException(int maxLength) : IOException($"The message is longer than {maxLength} bytes.");
