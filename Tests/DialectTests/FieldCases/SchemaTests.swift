import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Field cases: schemas and tools of a request")
struct SchemaTests {
    @Test(
        "P04: schemas keep their bytes, key order and number text included, at home and crossing",
        arguments: Surface.all)
    func schemaBytes(_ surface: Surface) throws {
        var found = 0
        for fixture in try surface.fixtures(.requests, .extensions) {
            let accepted = try surface.accept(fixture.bytes)
            for target in Surface.all {
                guard let call = try? target.dialect.call(accepted.request, to: Target(model: "m")) else { continue }
                let body = String(decoding: call.body, as: UTF8.self)
                for schema in Self.schemas(in: try JSONValue(parsing: fixture.bytes)) {
                    found += 1
                    #expect(body.contains(schema), "\(fixture.name) at \(target.folder)")
                }
            }
        }
        #expect(found > 10)
    }

    /// The text of each schema of a request.
    private static func schemas(in document: JSONValue) -> [String] {
        var found: [JSONValue?] = (document["tools"]?.elements ?? []).map {
            $0["function"]?["parameters"] ?? $0["input_schema"]
        }
        found.append(document["response_format"]?["json_schema"]?["schema"])
        found.append(document["output_config"]?["format"]?["schema"])
        return found.compactMap { $0.map { String(decoding: $0.raw, as: UTF8.self) } }
    }

    @Test("P04: the arguments of a call keep their key order and number text, as object and as string")
    func argumentBytes() throws {
        let chat = try Surface.chat.accept(Surface.chat.fixture(.requests, "tools.json"))
        let asObject = try Surface.messages.dialect.call(chat.request, to: Target(model: "m"))
        #expect(
            String(decoding: asObject.body, as: UTF8.self).contains(#""input":{"city": "Paris", "days": 1.0}"#))
        let messages = try Surface.messages.accept(Surface.messages.fixture(.requests, "tools.json"))
        let asText = try JSONValue(parsing: Surface.chat.dialect.call(messages.request, to: Target(model: "m")).body)
        #expect(
            asText["messages"]?[1]?["tool_calls"]?[0]?["function"]?["arguments"]?.string
                == #"{"days": 1.0, "city": "Paris"}"#)
    }

    @Test(
        "P12: every tool of a request is there at the other provider, in order, or the request is refused",
        arguments: Surface.all)
    func toolsSurvive(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.requests, .extensions) {
            let document = try JSONValue(parsing: fixture.bytes)
            let names = Self.names(of: document)
            if names.isEmpty { continue }
            let accepted = try surface.accept(fixture.bytes)
            do throws(Failure) {
                let call = try surface.other.dialect.call(accepted.request, to: Target(model: "m"))
                let written = (try? JSONValue(parsing: call.body)).map(Self.names) ?? []
                #expect(written == names, "\(fixture.name)")
            } catch {
                #expect(error.param != nil, "\(fixture.name)")
            }
        }
    }

    private static func names(of document: JSONValue) -> [String] {
        (document["tools"]?.elements ?? []).compactMap {
            ($0["name"] ?? $0["function"]?["name"] ?? $0["custom"]?["name"])?.string
        }
    }
}
