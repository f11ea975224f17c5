namespace Serverless.Benchmarks.Starting;

/// <summary>A program could not be published.</summary>
internal sealed class PublishFailedException(string message) : Exception(message);
