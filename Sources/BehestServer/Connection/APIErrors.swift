internal import HTTPTypes
internal import Hummingbird
internal import NIOHTTP1

/// Gives every failure the form of an ``APIError``; what it was stays here.
struct APIErrors<Context: RequestContext>: RouterMiddleware {
    // The package's closures do not take over the caller's isolation, as those of this one do.
    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // What cannot be parsed any further has no other answer than the server's own.
            throw error
        } catch {
            return try Self.explained(error, of: request).response(from: request, context: context)
        }
    }

    private static func explained(_ error: any Error, of request: Request) -> APIError {
        let asked = "\(request.method) \(request.uri.path)"
        return switch error {
        case let error as APIError: error
        case let error as HTTPError where error.status == .notFound || error.status == .methodNotAllowed:
            APIError(.notFound, .notFound, "There is no '\(asked)' here.")
        case let error as HTTPError where error.status.kind == .clientError:
            APIError(error.status, .badRequest, error.body ?? "The request cannot be read.")
        default:
            APIError(.internalServerError, .failed, "The server could not do that.")
        }
    }
}
