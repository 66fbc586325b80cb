import WhitworthGateway
import WhitworthProviders

/// What `serve` says once it listens.
struct Banner {
    var configuration: GatewayConfiguration
    var port: Int
    /// Why a provider is not here.
    var notes: [String]

    var text: String {
        var lines = ["whitworth \(Whitworth.version) listens on \(address)", ""]
        for provider in configuration.providers {
            let standing = provider.standing == .live ? "live" : "simulated"
            lines.append("  \(provider.name): \(standing) (\(provider.reason))")
            if !provider.models.isEmpty {
                lines.append(
                    "    " + provider.models.prefix(5).map { provider.name + "/" + $0 }.joined(separator: "  "))
            }
        }
        for note in notes { lines.append("  \(note)") }
        if configuration.providers.contains(where: { $0.standing == .simulated }) {
            lines.append("")
            lines.append("  Set OPENAI_API_KEY or ANTHROPIC_API_KEY to reach the real ones.")
        }
        if let model = exampleModel {
            lines += ["", "Try:", "", curl(model, streamed: false), "", curl(model, streamed: true), ""]
        }
        return lines.joined(separator: "\n")
    }

    private var address: String {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        return "http://\(host):\(port)"
    }

    /// Of each provider that has any, the last: a Claude model where there is one.
    private var exampleModel: String? {
        configuration.providers.last { !$0.models.isEmpty }.flatMap { provider in
            provider.models.last.map { provider.name + "/" + $0 }
        }
    }

    private func curl(_ model: String, streamed: Bool) -> String {
        let host = configuration.host == "0.0.0.0" || configuration.host == "::" ? "http://127.0.0.1:\(port)" : address
        let stream = streamed ? #""stream": true, "# : ""
        return """
            curl \(streamed ? "-N " : "")\(host)/v1/chat/completions -H 'Content-Type: application/json' \\
              -d '{"model": "\(model)", \(stream)"messages": [{"role": "user", "content": "Hello"}]}'
            """
    }
}
