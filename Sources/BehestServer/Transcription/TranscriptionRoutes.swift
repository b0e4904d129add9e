internal import BehestAudio
internal import BehestSpeech
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `POST /v1/audio/transcriptions`, as OpenAI's client libraries ask it.
struct TranscriptionRoutes {
    let endpoint: TranscriptionEndpoint

    func add(to router: RouterGroup<ServerContext>) {
        ModelRoutes(names: endpoint.models.map(\.name)).add(to: router)
        router.post("audio/transcriptions") { request, context in
            do {
                return try await answer(request, context)
            } catch {
                throw TranscriptionFailure(error).asAPIError
            }
        }
        router.refuseOthers(than: .post, at: "audio/transcriptions")
    }

    private func answer(_ request: Request, _ context: ServerContext) async throws -> Response {
        let place = try endpoint.queue.admit(await ClientIdentity.of(context.channel))
        let upload = try await UploadReader(spool: endpoint.spool, limits: endpoint.limits).read(request)
        let order = try TranscriptionOrder(upload.fields)
        guard let spooled = upload.file else {
            throw APIError(
                .badRequest,
                .missing,
                "There is no recording: send it in the field 'file'.",
                parameter: "file"
            )
        }
        let file = MeasuredFile(
            AudioFile(
                path: spooled.path,
                name: upload.fileName.isEmpty ? "file" : TranscriptionOrder.shown(upload.fileName)
            ),
            longest: endpoint.limits.longestSound
        )
        let language = try endpoint.language(named: order.language)
        let transcriber = try await RecordingTranscriber(
            file,
            by: endpoint.model(named: order.model),
            detection: endpoint.detection,
            place: place,
            language: language
        )
        let job = TranscriptionJob(
            order: order,
            language: language,
            transcriber: transcriber,
            presence: ClientPresence(context.channel),
            spooled: spooled
        )
        guard !order.isStreamed else { return stream(job) }
        return try job.response(of: try await job.whole(), to: request, in: context)
    }

    private func stream(_ job: TranscriptionJob) -> Response {
        let body = ResponseBody { writer in
            try await job.write(to: &writer)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"],
            body: body
        )
    }
}
