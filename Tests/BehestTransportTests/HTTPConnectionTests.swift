import BehestTransport
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Certificates, HTTP/2, sockets and proxies, with other people's programs on this machine.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct HTTPConnectionTests {
    private func form() -> HTTPUpload {
        var form = MultipartForm()
        form.add("file", bytes: [1, 2, 3], as: "a", contentType: "audio/wav")
        return HTTPUpload(form)
    }

    @Test(.enabled(if: LocalServer.isInstalled("openssl")))
    func aCertificateIsChecked() async throws {
        let directory = try TemporaryDirectory()
        let (certificate, key) = try await LocalServer.certificate(for: "IP:127.0.0.1", in: directory.url)
        try await MockSpeechEndpoint.serving(options: ["--tls", certificate, key]) { server in
            let client = HTTPClient()
            var request = HTTPRequest(.post, try HTTPAddress("\(server.api)/x"))
            request.upload = form()
            request.key = Secret("s3cret")
            func refusal() async -> TransportError? {
                await #expect(throws: TransportError.self) { _ = try await client.response(to: request) }
            }
            let unknown = await refusal()
            #expect(unknown?.code == .untrusted)
            #expect(unknown?.message.hasSuffix("Check the address, and the server's certificate.") == true)
            request.authorities = certificate
            #expect(try await client.response(to: request).status == 200)
            // It is for another name.
            request.address = try HTTPAddress("\(server.api)/x".replacing("127.0.0.1", with: "localhost"))
            #expect(await refusal()?.code == .untrusted)
        }
    }

    @Test(.enabled(if: LocalServer.isInstalled("nghttpd") && LocalServer.isInstalled("openssl")))
    func hTTP2IsSpokenWhereTheServerDoes() async throws {
        let directory = try TemporaryDirectory()
        let (certificate, key) = try await LocalServer.certificate(for: "IP:127.0.0.1", in: directory.url)
        let port = try LocalServer.freePort()
        let arguments = ["--echo-upload", "-a", "127.0.0.1", "\(port)", key, certificate]
        try await LocalServer.serving("nghttpd", arguments, at: port) {
            let client = HTTPClient()
            let body = GrowingBody()
            var request = HTTPRequest(.post, try HTTPAddress("https://127.0.0.1:\(port)/"))
            request.authorities = certificate
            request.upload = HTTPUpload(growing: body, contentType: "audio/wav")
            let exchange = try client.open(request)
            let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
            for start in stride(from: 0, to: sent.count, by: 10_000) {
                try await body.append(Array(sent[start..<start + 10_000]))
            }
            body.finish()
            let response = try await exchange.response()
            #expect(response.version == "2")
            #expect(response.status == 200)
            #expect(response.body == sent)

            request.upload = nil
            request.body = sent
            #expect(try await client.response(to: request).body == sent)
        }
    }

    @Test func aSocketIsReachedWhateverTheHost() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "s").path
        try await MockSpeechEndpoint.serving(options: ["--unix", path]) { _ in
            var request = HTTPRequest(.post, try HTTPAddress("http://speech.invalid/v1/x"))
            request.socketPath = path
            request.upload = form()
            #expect(try await HTTPClient().response(to: request).status == 200)
        }
    }

    /// The variables are the process's, and other tests ask at the same time: each case has a process of its own.
    @Test(.enabled(if: LocalServer.isInstalled("tinyproxy")))
    func theProxysVariablesAreHeeded() async throws {
        let directory = try TemporaryDirectory()
        let port = try LocalServer.freePort()
        let settings = directory.url.appending(path: "proxy.conf")
        try Data("Port \(port)\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nViaProxyName \"behest-test\"\n".utf8)
            .write(to: settings)
        try await LocalServer.serving("tinyproxy", ["-d", "-c", settings.path], at: port) {
            try await MockEndpoint.serving { url in
                _ = await #expect(processExitsWith: .success) { [url = url as String, port = port as Int] in
                    try await ProxyVariables(url: url, proxy: "http://127.0.0.1:\(port)").check()
                }
            }
        }
    }
}

/// What is to hold of the variables; it is done in a process of its own.
private struct ProxyVariables {
    var url: String
    var proxy: String

    private struct Echo: Decodable {
        var headers: [String: String]
    }

    func check() async throws {
        set("http_proxy", proxy)
        #expect(try await via()?.contains("behest-test") == true)
        set("no_proxy", "127.0.0.1")
        #expect(try await via() == nil)
        set("no_proxy", nil)
        set("NO_PROXY", "example.org,127.0.0.1")
        #expect(try await via() == nil)
        set("NO_PROXY", nil)
        set("http_proxy", nil)
        set("all_proxy", proxy)
        #expect(try await via()?.contains("behest-test") == true)
    }

    /// The header by which a proxy tells that a request came through it.
    private func via() async throws -> String? {
        let response = try await HTTPClient().response(to: HTTPRequest(.get, try HTTPAddress("\(url)/echo")))
        return try JSONDecoder().decode(Echo.self, from: Data(response.body)).headers["Via"]
    }

    private func set(_ name: String, _ value: String?) {
        if let value {
            unsafe setenv(name, value, 1)
        } else {
            unsafe unsetenv(name)
        }
    }
}
