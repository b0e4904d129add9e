internal import HTTPTypes
internal import Hummingbird

/// What recognisers there are: `GET /v1/models` and `GET /v1/models/NAME`.
struct ModelRoutes {
    let names: [String]

    func add(to router: RouterGroup<some RequestContext>) {
        router.get("models") { _, _ in ModelListBody(data: names.map { ModelBody(id: $0) }) }
        router.get("models/:name") { _, context in
            let name = context.parameters.get("name") ?? ""
            guard names.contains(name) else {
                throw APIError(
                    .notFound,
                    .unknownModel,
                    "There is no model '\(TranscriptionOrder.shown(name))' here; there is \(names.joined(separator: ", ")).",
                    parameter: "model"
                )
            }
            return ModelBody(id: name)
        }
        router.refuseOthers(than: .get, at: "models")
        router.refuseOthers(than: .get, at: "models/:name")
    }
}

/// A recogniser, as OpenAI describes models.
private struct ModelBody: ResponseEncodable {
    var id: String
    var object = "model"
    /// When it was made, which is not known.
    var created = 0
    var owned_by = "behest"
}

private struct ModelListBody: ResponseEncodable {
    var object = "list"
    var data: [ModelBody]
}
