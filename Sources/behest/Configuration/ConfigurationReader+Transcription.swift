internal import BehestGrammar
internal import BehestServer
internal import BehestSpeech
internal import BehestTransport
internal import BehestWorkflow

/// Who turns speech into text, and to whom Behest itself does so.
extension ConfigurationReader {
    mutating func transcription(_ node: PackNode) -> Configuration.Transcription {
        let fields = log.fields(of: node, "'transcription'", keys: ["endpoints"], later: [])
        var transcription = Configuration.Transcription()
        guard let endpoints = fields["endpoints"] else { return transcription }
        guard let elements = endpoints.elements else {
            log.error(
                "wrong-kind",
                "'endpoints' is not a list",
                at: endpoints.range,
                hint: "write [{url: …, model: …}, embedded]"
            )
            return transcription
        }
        var names: Set<String> = []
        for element in elements {
            guard let endpoint = endpoint(element) else { continue }
            if !names.insert(endpoint.name).inserted {
                log.error(
                    "repeated-name",
                    "there are two endpoints '\(endpoint.name)'",
                    at: element.range,
                    hint: "give one of them a 'name' of its own"
                )
            }
            transcription.endpoints.append(endpoint)
        }
        return transcription
    }

    private mutating func endpoint(_ node: PackNode) -> Configuration.Transcription.Endpoint? {
        guard node.entries != nil else {
            if node.text == "embedded" { return .init(means: .embedded, name: "embedded") }
            log.error(
                "unknown-value",
                "an endpoint is 'embedded', or a mapping with 'url', 'wyoming' or 'program'",
                at: node.range
            )
            return nil
        }
        let keys = [
            "name", "url", "model", "kind", "key-from-environment", "wyoming", "program", "language", "time-limit",
            "retries",
            "hedge-after",
        ]
        let fields = log.fields(of: node, "an endpoint", keys: keys, later: [])
        guard let (means, usualName) = means(fields, node) else { return nil }
        var endpoint = Configuration.Transcription.Endpoint(means: means, name: usualName)
        if let name = fields["name"] { text(name, "name").map { endpoint.name = $0 } }
        if let language = fields["language"] { endpoint.language = text(language, "language") }
        if let limit = fields["time-limit"] {
            seconds(limit, "time-limit", 0.1...120).map { endpoint.timeLimit = $0 }
        }
        if let retries = fields["retries"] { number(retries, "retries", 0...10).map { endpoint.retries = $0 } }
        if let delay = fields["hedge-after"] { endpoint.hedgeDelay = seconds(delay, "hedge-after", 0.1...60) }
        return endpoint
    }

    private typealias Means = Configuration.Transcription.Endpoint.Means

    private mutating func means(_ fields: [String: PackNode], _ node: PackNode) -> (Means, name: String)? {
        let ways = ["url", "wyoming", "program"].filter { fields[$0] != nil }
        guard ways.count == 1 else {
            log.error(
                ways.isEmpty ? "missing-key" : "two-means",
                "an endpoint has one of 'url', 'wyoming' and 'program'",
                at: node.range
            )
            return nil
        }
        for key in ["kind", "key-from-environment"] where fields["url"] == nil {
            guard let misplaced = fields[key] else { continue }
            log.error("misplaced-key", "'\(key)' is for endpoints with a 'url'", at: misplaced.range)
        }
        if let url = fields["url"] { return server(url, fields, node) }
        if let address = fields["wyoming"] {
            guard let text = text(address, "wyoming") else { return nil }
            do throws(WyomingError) {
                _ = try WyomingAddress(text)
            } catch {
                log.error("unknown-value", "'wyoming' is no address", at: address.range, hint: error.message)
                return nil
            }
            return (.wyoming(address: text, model: fields["model"]?.text), text)
        }
        guard let program = fields["program"] else { return nil }
        return self.program(program, "program", example: "[whisper-cli, -m, base.bin, -nt, -np, -f, '{file}']").map {
            (.program($0), $0[0])
        }
    }

    private mutating func server(
        _ url: PackNode,
        _ fields: [String: PackNode],
        _ node: PackNode
    ) -> (Means, name: String)? {
        guard let text = text(url, "url") else { return nil }
        var server = Configuration.Transcription.Endpoint.Server(url: text)
        var host = text
        do throws(TransportError) {
            host = try HTTPAddress(text).host
        } catch {
            log.error("unknown-value", "'url' is no address that can be used", at: url.range, hint: error.message)
        }
        if let model = fields["model"] { self.text(model, "model").map { server.model = $0 } }
        if let kind = fields["kind"] {
            server.kind = kind.text.flatMap(EndpointProfile.Kind.init(rawValue:))
            if server.kind == nil {
                let names = EndpointProfile.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                log.error("unknown-value", "'kind' is one of \(names)", at: kind.range)
            }
        }
        if let variable = fields["key-from-environment"] { server.keyVariable = variableName(variable) }
        return (.server(server), server.model.isEmpty ? host : server.model)
    }

    /// A time in seconds, with a fraction if need be.
    private mutating func seconds(_ node: PackNode, _ key: String, _ range: ClosedRange<Double>) -> Duration? {
        guard let number = node.text.flatMap(Double.init), range.contains(number) else {
            log.error(
                "unknown-value",
                "'\(key)' is a number of seconds from \(range.lowerBound) to \(range.upperBound)",
                at: node.range
            )
            return nil
        }
        return .seconds(number)
    }
}

/// What others are offered.
extension ConfigurationReader {
    mutating func server(_ node: PackNode) -> Configuration.Server {
        let fields = log.fields(
            of: node,
            "'server'",
            keys: ["listen", "hooks", "wyoming", "wyoming-orders"],
            later: []
        )
        var server = Configuration.Server()
        if let address = fields["listen"], let text = text(address, "listen") {
            do throws(LoopbackAddressError) {
                _ = try LoopbackAddress(text)
                server.address = text
            } catch {
                log.error("unknown-value", "'listen' is no address to listen at", at: address.range, hint: "\(error)")
            }
        }
        if let hooks = fields["hooks"] { server.hooks = self.hooks(hooks) }
        if let address = fields["wyoming"], let text = text(address, "wyoming") {
            do throws(WyomingError) {
                try WyomingServer.checkIsLocal(try WyomingAddress(text))
                server.wyomingAddress = text
            } catch {
                log.error(
                    "unknown-value",
                    "'wyoming' is no address to serve at",
                    at: address.range,
                    hint: error.message
                )
            }
        }
        if let orders = fields["wyoming-orders"] { flag(orders, "wyoming-orders").map { server.takesOrders = $0 } }
        return server
    }
}
