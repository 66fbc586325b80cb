/// What is parsed.
enum Documents {
    /// A chat of 99 messages in 200 KB: words, quotes, line ends, and characters beyond ASCII.
    static let history: [UInt8] = {
        let words = [
            "the", "model", "gateway", "sends", "every", "request", "to", "an", "upstream", "and", "streams", "tokens", "back",
            "\\\"quoted\\\"", "line\\nbreak", "naïve", "café", "東京", "{json}", "<tag>", "3.14",
        ]
        var state: UInt64 = 7
        func word() -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return words[Int(state >> 33) % words.count]
        }
        let messages = (0..<99).map { index in
            var text = ""
            while text.utf8.count < 2000 { text += word() + " " }
            return #"{"role":"\#(index % 2 == 0 ? "user" : "assistant")","content":"\#(text)"}"#
        }
        return Array(#"{"model":"m","temperature":0.7,"messages":[\#(messages.joined(separator: ","))]}"#.utf8)
    }()

    /// A request with an image of 4 MB in base64.
    static let image: [UInt8] = {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var state: UInt64 = 9
        var data: [UInt8] = []
        data.reserveCapacity(4 << 20)
        for _ in 0..<(4 << 20) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            data.append(alphabet[Int(state >> 58)])
        }
        return Array(
            #"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,"#
                .utf8) + data + Array(#""}}]}]}"#.utf8)
    }()

    /// One event of a stream.
    static let chunk = Array(
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o","choices":[{"index":0,"delta":{"content":" tokens"},"logprobs":null,"finish_reason":null}]}"#
            .utf8)
}
