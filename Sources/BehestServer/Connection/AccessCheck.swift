internal import HTTPTypes
internal import Hummingbird

/// Lets in over TCP whoever ``AccessRules`` do.
struct AccessCheck: RouterMiddleware {
    let host: LoopbackAddress.Host
    let token: AccessToken
    /// Whether there are webhooks, whose senders show who they are by a signature instead.
    let signed: Bool

    // The package's closures do not take over the caller's isolation, as those of this one do.
    @concurrent
    func handle(
        _ request: Request,
        context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        if signed, WebhookRoutes.has(request.uri.path) { return try await next(request, context) }
        let address = LoopbackAddress(host, port: context.channel.localAddress?.port ?? 0)
        let rules = AccessRules(address: address, token: token)
        if let refusal = rules.refusal(of: request.head) { throw refusal }
        return try await next(request, context)
    }
}
