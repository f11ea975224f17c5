using Serverless.Tool;

return await CommandLine.RunAsync(args);
