import Foundation
import Testing
import WhitworthJSON

@testable import WhitworthSimulators

/// The judge judged: what real providers took is taken, what they refused is refused with the same words.
@Suite struct RecordedRequestsTests {
    struct Exchange {
        var id: String
        var request: SimulatedRequest
        var status: Int
        var response: JSONValue
        var features: Set<String>
    }

    private static func exchanges(_ api: String, prefix: String) -> [Exchange] {
        let corpus = ProcessInfo.processInfo.environment["WHITWORTH_CORPUS"] ?? "../shared/corpus"
        let folder = URL(fileURLWithPath: corpus).appendingPathComponent("exchanges/" + api)
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path < $1.path }.compactMap { file in
            guard let data = try? Data(contentsOf: file), let record = try? JSONValue(parsing: Array(data)),
                let request = record["request"], let body = request["body"], body.kind == .object,
                let status = record.at("response.status")?.int
            else { return nil }
            var headers: [(name: String, value: String)] = []
            for (key, value) in request["headers"]?.object.map(Array.init) ?? [] {
                headers.append((key.string, value.string ?? ""))
            }
            headers += [("authorization", "Bearer key"), ("x-api-key", "key")]
            if !headers.contains(where: { $0.name == "anthropic-version" }) {
                headers.append(("anthropic-version", "2023-06-01"))
            }
            headers.removeAll { $0.value == "REDACTED" }
            // A recorder that kept few headers dropped the betas, but not their mark in the address.
            if request["url"]?.string?.hasSuffix("?beta=true") == true,
                !headers.contains(where: { $0.name == "anthropic-beta" })
            {
                headers.append(
                    (
                        "anthropic-beta",
                        "structured-outputs-2025-11-13,mcp-client-2025-11-20,context-management-2025-06-27"
                    ))
            }
            return Exchange(
                id: record["id"]?.string ?? "",
                request: SimulatedRequest(method: "POST", path: prefix, headers: headers, body: Array(body.raw)),
                status: status, response: record["response"]?["body"] ?? .null,
                features: Set(record["features"]?.array?.compactMap(\.string) ?? []))
        }
    }

    /// What a simulator cannot know: keys, balances, hosts that are down, pictures, models it has not.
    private static func isBeyond(_ exchange: Exchange, _ message: String) -> Bool {
        exchange.status == 401 || message.contains("credit balance") || message.contains("does not exist or you do not")
            || message.hasPrefix("Error while downloading") || message.contains("unsupported image")
            || message.contains("too complex for compilation") || message.hasPrefix("model: ")
    }

    private func compare(_ api: String, _ prefix: String) throws {
        let exchanges = Self.exchanges(api, prefix: prefix)
        if exchanges.isEmpty { return print("\(api): no recorded requests found, skipped") }
        let simulator = Simulator()
        var taken = 0
        var refused = 0
        var failures: [String] = []
        for exchange in exchanges {
            let reply = simulator.reply(to: exchange.request, at: Asking.moment)
            let said = reply.status == 200 ? "" : reply.json.at("error.message")?.string ?? reply.text
            let recorded = exchange.response.at("error.message")?.string ?? ""
            if reply.status == 404, said.contains("does not exist") || said.hasPrefix("model: ") { continue }
            if exchange.status >= 400, Self.isBeyond(exchange, recorded) { continue }
            if reply.status == 400, said.contains("Invalid `signature`") || said.contains("Invalid `data`") { continue }
            if reply.status == exchange.status, exchange.status == 200 || said == recorded {
                if exchange.status == 200 { taken += 1 } else { refused += 1 }
            } else if !String(decoding: exchange.request.body, as: UTF8.self).contains("<omitted base64") {
                // The corpus keeps no long base64; what it puts in its place is none.
                failures.append("\(exchange.id): recorded \(exchange.status) \(recorded), here \(reply.status) \(said)")
            }
        }
        print("\(api): \(exchanges.count) recorded requests, \(taken) taken and \(refused) refused as recorded")
        for failure in failures { print(failure) }
        #expect(failures.isEmpty)
    }

    @Test("OpenAI's recorded requests are taken and refused as recorded") func openAI() throws {
        try compare("openai.chat", "/openai/v1/chat/completions")
    }

    @Test("Anthropic's recorded requests are taken and refused as recorded") func anthropic() throws {
        try compare("anthropic.messages", "/anthropic/v1/messages")
    }
}
