internal import HTTPTypes

/// Who is let in over TCP: a pure value over what a request says of itself.
///
/// A web page can have a browser ask at 127.0.0.1, under another name too (DNS rebinding). Such a request names the page's host or
/// origin, and cannot know the token.
struct AccessRules {
    /// Where the request came in.
    let address: LoopbackAddress
    let token: AccessToken

    /// Why a request is turned away; `nil` when it is not.
    func refusal(of request: HTTPRequest) -> APIError? {
        let fields = request.headerFields
        guard let host = request.authority?.lowercased(), hosts.contains(host), fields.values(of: "host").isEmpty else {
            return APIError(
                .misdirectedRequest,
                .wrongHost,
                "This is not the host that was asked for: ask at 'http://\(address)' and with no other name in 'Host'."
            )
        }
        let origins = fields.values(of: "origin")
        let sites = fields.values(of: "sec-fetch-site")
        guard origins.allSatisfy({ isOwn(origin: $0) }), sites.allSatisfy({ $0 == "same-origin" || $0 == "none" })
        else {
            return APIError(
                .forbidden,
                .wrongOrigin,
                "Web pages of other origins may not use Behest: ask from a program instead."
            )
        }
        let authorizations = fields.values(of: "authorization")
        guard !authorizations.isEmpty else {
            return unauthorized(
                "The token is missing: send 'Authorization: Bearer' with the token that is in Behest's token file."
            )
        }
        guard authorizations.count == 1, let shown = Self.bearer(authorizations[0]), token.matches(shown) else {
            return unauthorized("The token is not the right one: take it from Behest's token file.")
        }
        return nil
    }

    private var hosts: [String] {
        let names = ["127.0.0.1", "localhost", "[::1]"]
        return names.map { "\($0):\(address.port)" } + (address.port == 80 ? names : [])
    }

    private func isOwn(origin: String) -> Bool {
        hosts.contains { origin == "http://\($0)" }
    }

    private static func bearer(_ value: String) -> Substring.UTF8View? {
        value.lowercased().hasPrefix("bearer ") ? value.dropFirst(7).utf8 : nil
    }

    private func unauthorized(_ message: String) -> APIError {
        var error = APIError(.unauthorized, .invalidKey, message)
        error.headers[.wwwAuthenticate] = "Bearer"
        return error
    }
}

extension HTTPFields {
    /// The values of all fields of a name, which is given in lower case.
    fileprivate func values(of name: String) -> [String] {
        filter { $0.name.canonicalName == name }.map(\.value)
    }
}
