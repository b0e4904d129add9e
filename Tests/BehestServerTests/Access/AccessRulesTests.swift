import FoundationEssentials
import HTTPTypes
import TestSupport
import Testing

@testable import BehestServer

struct AccessRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var host: String? = "127.0.0.1:4711"
        var fields: [(name: String, value: String)] = []
        var status: Int?
        var port = 4711
        var hasToken = true

        var testDescription: String { "\(host ?? "no host") \(fields)" }
    }

    private static let key = "0123456789abcdef"

    @Test(arguments: [
        Case(),
        Case(host: "localhost:4711"),
        Case(host: "LOCALHOST:4711"),
        Case(host: "[::1]:4711"),
        Case(host: "127.0.0.1", port: 80),
        Case(fields: [("Origin", "http://127.0.0.1:4711"), ("Sec-Fetch-Site", "same-origin")]),
        Case(fields: [("Sec-Fetch-Site", "none")]),
        Case(fields: [("Authorization", "bearer \(key)")], hasToken: false),
        // Another name for this machine, as when a page's name is bound to it.
        Case(host: nil, status: 421),
        Case(host: "", status: 421),
        Case(host: "evil.example:4711", status: 421),
        Case(host: "127.0.0.1.evil.example:4711", status: 421),
        Case(host: "127.0.0.1", status: 421),
        Case(host: "127.0.0.1:4712", status: 421),
        Case(host: "127.0.0.1:4711.", status: 421),
        Case(host: "127.0.0.1:4711@evil.example", status: 421),
        Case(host: "127.1:4711", status: 421),
        Case(host: "0.0.0.0:4711", status: 421),
        Case(host: "2130706433:4711", status: 421),
        Case(host: "[::]:4711", status: 421),
        Case(fields: [("Host", "evil.example")], status: 421),
        // A page.
        Case(fields: [("Origin", "null")], status: 403),
        Case(fields: [("Origin", "")], status: 403),
        Case(fields: [("Origin", "https://127.0.0.1:4711")], status: 403),
        Case(fields: [("Origin", "http://evil.example")], status: 403),
        Case(fields: [("Origin", "http://127.0.0.1:4711.evil.example")], status: 403),
        Case(fields: [("Origin", "http://127.0.0.1")], status: 403),
        Case(fields: [("Origin", "http://127.0.0.1:4711"), ("Origin", "http://evil.example")], status: 403),
        Case(fields: [("Sec-Fetch-Site", "cross-site")], status: 403),
        Case(fields: [("Sec-Fetch-Site", "same-site")], status: 403),
        // Somebody without the token.
        Case(status: 401, hasToken: false),
        Case(fields: [("Authorization", "Bearer ")], status: 401, hasToken: false),
        Case(fields: [("Authorization", "Bearer \(key)x")], status: 401, hasToken: false),
        Case(fields: [("Authorization", "Bearer  \(key)")], status: 401, hasToken: false),
        Case(fields: [("Authorization", "Basic \(key)")], status: 401, hasToken: false),
        Case(fields: [("Authorization", key)], status: 401, hasToken: false),
        Case(fields: [("Authorization", "Bearer \(key)")], status: 401),
        Case(fields: [("X-Api-Key", key)], status: 401, hasToken: false),
    ])
    func whoComesInIsExact(_ asked: Case) throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try Data(Self.key.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var fields = HTTPFields()
        if asked.hasToken { fields.append(HTTPField(name: .authorization, value: "Bearer \(Self.key)")) }
        for (name, value) in asked.fields {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let request = HTTPRequest(
            method: .post,
            scheme: "http",
            authority: asked.host,
            path: "/v1/status",
            headerFields: fields
        )
        let rules = AccessRules(address: LoopbackAddress(port: asked.port), token: try AccessToken(file: path))
        let refusal = rules.refusal(of: request)
        #expect(refusal?.status.code == asked.status)
        #expect(refusal.map { $0.message.hasSuffix(".") && !$0.message.contains(Self.key) } ?? true)
        #expect((refusal?.headers[.wwwAuthenticate] == "Bearer") == (asked.status == 401))
    }

    @Test func itSaysWhereToAskInstead() throws {
        let folder = try TemporaryDirectory()
        let token = try AccessToken(file: folder.url.path + "/token")
        for (host, place) in [(LoopbackAddress.Host.v4, "127.0.0.1:4711"), (.v6, "[::1]:4711")] {
            let rules = AccessRules(address: LoopbackAddress(host, port: 4711), token: token)
            let request = HTTPRequest(method: .get, scheme: "http", authority: "evil.example", path: "/v1/status")
            #expect(rules.refusal(of: request)?.message.contains("ask at 'http://\(place)' and") == true)
        }
    }
}
