import CSimdjson
import Foundation
import WhitworthJSON

/// Our JSON core against Foundation's decoder and simdjson, in one interleaved run.
@main
enum JSONBenchmark {
    static func main() throws {
        let (history, image, chunk) = (Documents.history, Documents.image, Documents.chunk)
        let (historyData, imageData, chunkData) = (Data(history), Data(image), Data(chunk))
        try Contest(
            title: "Chat history", bytes: history.count,
            contestants: contestants(history, historyData)
        ).run(rounds: 9, seconds: 0.1)
        try Contest(title: "Base64 image", bytes: image.count, contestants: contestants(image, imageData))
            .run(rounds: 9, seconds: 0.1)
        struct Chunk: Decodable {
            struct Choice: Decodable {
                struct Delta: Decodable { var content: String? }
                var index: Int
                var delta: Delta
            }
            var id: String
            var choices: [Choice]
        }
        try Contest(
            title: "Event of a stream", bytes: chunk.count,
            contestants: [
                ("Whitworth, validated, three members read", {
                    let value = try JSONValue(parsing: chunk)
                    return (value["choices"]?[0]?["delta"]?["content"]?.text?.escaped.count ?? 0)
                        + (value["choices"]?[0]?["index"]?.int ?? 0) + (value["id"]?.text?.escaped.count ?? 0)
                }),
                ("Foundation JSONDecoder", {
                    let value = try JSONDecoder().decode(Chunk.self, from: chunkData)
                    return (value.choices[0].delta.content?.utf8.count ?? 0) + value.choices[0].index + value.id.utf8.count
                }),
            ]
        ).run(rounds: 9, seconds: 0.05)
    }

    /// Each tells how many messages there are.
    private static func contestants(_ bytes: [UInt8], _ data: Data) -> [(name: String, run: () throws -> Int)] {
        [
            ("Whitworth, validated, messages walked", {
                let value = try JSONValue(parsing: bytes)
                var count = 0
                for message in value["messages"]?.elements ?? [] where message["role"]?.text?.isEmpty == false { count += 1 }
                return count
            }),
            ("Foundation JSONDecoder", { try JSONDecoder().decode(ChatRequest.self, from: data).messages.count }),
            ("simdjson DOM, validated", { bytes.withUnsafeBufferPointer { Int(simdjson_dom_messages($0.baseAddress, $0.count)) } }),
            ("simdjson on-demand, not validated", { bytes.withUnsafeBufferPointer { Int(simdjson_ondemand_messages($0.baseAddress, $0.count)) } }),
        ]
    }
}
