import ArgumentParser

/// The command line.
@main
struct Whitworth: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "whitworth",
        abstract: "One meaning for LLM APIs: a gateway that speaks each provider's native API.",
        discussion: """
            Without any key in the environment, 'serve' answers with built-in simulators of the providers. Keys in \
            OPENAI_API_KEY and ANTHROPIC_API_KEY make providers live; a file given by --config names more.
            """,
        version: version, subcommands: [Serve.self, Simulate.self])
}
