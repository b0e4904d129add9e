#include "COnnxRuntime.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// The interface version that is asked for: the oldest that has all entries below. A newer library still serves it.
enum { INTERFACE_VERSION = 16 };

// The places of the entries in OrtApi. An entry keeps its place for ever.
enum {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENV = 3,
    CREATE_SESSION = 7,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_SESSION_LOG_SEVERITY_LEVEL = 22,
    SET_INTRA_OP_NUM_THREADS = 24,
    SESSION_GET_INPUT_COUNT = 30,
    SESSION_GET_OUTPUT_COUNT = 31,
    SESSION_GET_INPUT_TYPE_INFO = 33,
    SESSION_GET_INPUT_NAME = 36,
    SESSION_GET_OUTPUT_NAME = 37,
    CREATE_RUN_OPTIONS = 39,
    RUN_OPTIONS_SET_TERMINATE = 46,
    CREATE_TENSOR_AS_ORT_VALUE = 48,
    GET_TENSOR_MUTABLE_DATA = 51,
    CAST_TYPE_INFO_TO_TENSOR_INFO = 55,
    GET_TENSOR_ELEMENT_TYPE = 60,
    GET_DIMENSIONS_COUNT = 61,
    GET_DIMENSIONS = 62,
    GET_TENSOR_TYPE_AND_SHAPE = 65,
    ALLOCATOR_FREE = 76,
    GET_ALLOCATOR_WITH_DEFAULT_OPTIONS = 78,
    RELEASE_STATUS = 93,
    RELEASE_SESSION = 95,
    RELEASE_VALUE = 96,
    RELEASE_RUN_OPTIONS = 97,
    RELEASE_TYPE_INFO = 98,
    RELEASE_TENSOR_TYPE_AND_SHAPE_INFO = 99,
    RELEASE_SESSION_OPTIONS = 100,
    ADD_SESSION_CONFIG_ENTRY = 130,
};

typedef void (*Entry)(void);

struct OrtTable {
    const Entry *entries;
    const char *version;
};

typedef struct {
    const Entry *(*get_api)(uint32_t version);
    const char *(*get_version_string)(void);
} ApiBase;

#define CALL(place, result, ...) ((result(*)(__VA_ARGS__))table->entries[place])

const OrtTable *ort_open(const char *path, char **message) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        *message = strdup(dlerror());
        return NULL;
    }
    const ApiBase *(*get_base)(void) = (const ApiBase *(*)(void))dlsym(library, "OrtGetApiBase");
    const Entry *entries = NULL;
    const char *version = "unknown";
    if (get_base != NULL) {
        version = get_base()->get_version_string();
        entries = get_base()->get_api(INTERFACE_VERSION);
    }
    if (entries == NULL) {
        *message = strdup(get_base == NULL ? "it is not ONNX Runtime" : "its version is too old");
        dlclose(library);
        return NULL;
    }
    OrtTable *table = malloc(sizeof *table);
    if (table == NULL) {
        *message = strdup("out of memory");
        dlclose(library);
        return NULL;
    }
    // The library stays open for the life of the process: its threads may outlive any session.
    table->entries = entries;
    table->version = version;
    return table;
}

const char *ort_version(const OrtTable *table) { return table->version; }

const char *ort_message(const OrtTable *table, OrtStatus *status) {
    return CALL(GET_ERROR_MESSAGE, const char *, const OrtStatus *)(status);
}

void ort_release_status(const OrtTable *table, OrtStatus *status) {
    CALL(RELEASE_STATUS, void, OrtStatus *)(status);
}

OrtStatusRef ort_create_env(const OrtTable *table, int level, const char *name, OrtEnv **out) {
    return CALL(CREATE_ENV, OrtStatusRef, int, const char *, OrtEnv **)(level, name, out);
}

OrtStatusRef ort_create_options(const OrtTable *table, OrtSessionOptions **out) {
    return CALL(CREATE_SESSION_OPTIONS, OrtStatusRef, OrtSessionOptions **)(out);
}

OrtStatusRef ort_set_threads(const OrtTable *table, OrtSessionOptions *options, int count) {
    return CALL(SET_INTRA_OP_NUM_THREADS, OrtStatusRef, OrtSessionOptions *, int)(options, count);
}

OrtStatusRef ort_set_log_level(const OrtTable *table, OrtSessionOptions *options, int level) {
    return CALL(SET_SESSION_LOG_SEVERITY_LEVEL, OrtStatusRef, OrtSessionOptions *, int)(options, level);
}

OrtStatusRef ort_add_config(const OrtTable *table, OrtSessionOptions *options, const char *key, const char *value) {
    return CALL(ADD_SESSION_CONFIG_ENTRY, OrtStatusRef, OrtSessionOptions *, const char *, const char *)(options, key,
                                                                                                        value);
}

void ort_release_options(const OrtTable *table, OrtSessionOptions *options) {
    CALL(RELEASE_SESSION_OPTIONS, void, OrtSessionOptions *)(options);
}

OrtStatusRef ort_create_session(const OrtTable *table, const OrtEnv *env, const char *path,
                                const OrtSessionOptions *options, OrtSession **out) {
    return CALL(CREATE_SESSION, OrtStatusRef, const OrtEnv *, const char *, const OrtSessionOptions *,
                OrtSession **)(env, path, options, out);
}

void ort_release_session(const OrtTable *table, OrtSession *session) {
    CALL(RELEASE_SESSION, void, OrtSession *)(session);
}

OrtStatusRef ort_input_count(const OrtTable *table, const OrtSession *session, size_t *out) {
    return CALL(SESSION_GET_INPUT_COUNT, OrtStatusRef, const OrtSession *, size_t *)(session, out);
}

OrtStatusRef ort_output_count(const OrtTable *table, const OrtSession *session, size_t *out) {
    return CALL(SESSION_GET_OUTPUT_COUNT, OrtStatusRef, const OrtSession *, size_t *)(session, out);
}

OrtStatusRef ort_input_name(const OrtTable *table, const OrtSession *session, size_t index, OrtAllocator *allocator,
                            char **out) {
    return CALL(SESSION_GET_INPUT_NAME, OrtStatusRef, const OrtSession *, size_t, OrtAllocator *,
                char **)(session, index, allocator, out);
}

OrtStatusRef ort_output_name(const OrtTable *table, const OrtSession *session, size_t index, OrtAllocator *allocator,
                             char **out) {
    return CALL(SESSION_GET_OUTPUT_NAME, OrtStatusRef, const OrtSession *, size_t, OrtAllocator *,
                char **)(session, index, allocator, out);
}

OrtStatusRef ort_input_type(const OrtTable *table, const OrtSession *session, size_t index, OrtTypeInfo **out) {
    return CALL(SESSION_GET_INPUT_TYPE_INFO, OrtStatusRef, const OrtSession *, size_t, OrtTypeInfo **)(session, index,
                                                                                                     out);
}

OrtStatusRef ort_tensor_info(const OrtTable *table, const OrtTypeInfo *type, const OrtTensorInfo **out) {
    return CALL(CAST_TYPE_INFO_TO_TENSOR_INFO, OrtStatusRef, const OrtTypeInfo *, const OrtTensorInfo **)(type, out);
}

void ort_release_type(const OrtTable *table, OrtTypeInfo *type) { CALL(RELEASE_TYPE_INFO, void, OrtTypeInfo *)(type); }

OrtStatusRef ort_default_allocator(const OrtTable *table, OrtAllocator **out) {
    return CALL(GET_ALLOCATOR_WITH_DEFAULT_OPTIONS, OrtStatusRef, OrtAllocator **)(out);
}

OrtStatusRef ort_allocator_free(const OrtTable *table, OrtAllocator *allocator, void *pointer) {
    return CALL(ALLOCATOR_FREE, OrtStatusRef, OrtAllocator *, void *)(allocator, pointer);
}

OrtStatusRef ort_create_tensor(const OrtTable *table, OrtAllocator *allocator, const int64_t *shape, size_t rank,
                               int type, OrtValue **out) {
    return CALL(CREATE_TENSOR_AS_ORT_VALUE, OrtStatusRef, OrtAllocator *, const int64_t *, size_t, int,
                OrtValue **)(allocator, shape, rank, type, out);
}

OrtStatusRef ort_tensor_data(const OrtTable *table, OrtValue *value, void **out) {
    return CALL(GET_TENSOR_MUTABLE_DATA, OrtStatusRef, OrtValue *, void **)(value, out);
}

OrtStatusRef ort_value_info(const OrtTable *table, const OrtValue *value, OrtTensorInfo **out) {
    return CALL(GET_TENSOR_TYPE_AND_SHAPE, OrtStatusRef, const OrtValue *, OrtTensorInfo **)(value, out);
}

void ort_release_value(const OrtTable *table, OrtValue *value) { CALL(RELEASE_VALUE, void, OrtValue *)(value); }

OrtStatusRef ort_rank(const OrtTable *table, const OrtTensorInfo *info, size_t *out) {
    return CALL(GET_DIMENSIONS_COUNT, OrtStatusRef, const OrtTensorInfo *, size_t *)(info, out);
}

OrtStatusRef ort_dimensions(const OrtTable *table, const OrtTensorInfo *info, int64_t *out, size_t rank) {
    return CALL(GET_DIMENSIONS, OrtStatusRef, const OrtTensorInfo *, int64_t *, size_t)(info, out, rank);
}

OrtStatusRef ort_element_type(const OrtTable *table, const OrtTensorInfo *info, int *out) {
    return CALL(GET_TENSOR_ELEMENT_TYPE, OrtStatusRef, const OrtTensorInfo *, int *)(info, out);
}

void ort_release_info(const OrtTable *table, OrtTensorInfo *info) {
    CALL(RELEASE_TENSOR_TYPE_AND_SHAPE_INFO, void, OrtTensorInfo *)(info);
}

OrtStatusRef ort_create_run_options(const OrtTable *table, OrtRunOptions **out) {
    return CALL(CREATE_RUN_OPTIONS, OrtStatusRef, OrtRunOptions **)(out);
}

OrtStatusRef ort_terminate(const OrtTable *table, OrtRunOptions *options) {
    return CALL(RUN_OPTIONS_SET_TERMINATE, OrtStatusRef, OrtRunOptions *)(options);
}

void ort_release_run_options(const OrtTable *table, OrtRunOptions *options) {
    CALL(RELEASE_RUN_OPTIONS, void, OrtRunOptions *)(options);
}

OrtStatusRef ort_run(const OrtTable *table, OrtSession *session, const OrtRunOptions *options, const char *const *input_names,
                     const OrtValue *const *inputs, size_t input_count, const char *const *output_names,
                     size_t output_count, OrtValue **outputs) {
    return CALL(RUN, OrtStatusRef, OrtSession *, const void *, const char *const *, const OrtValue *const *, size_t,
                const char *const *, size_t, OrtValue **)(session, options, input_names, inputs, input_count, output_names,
                                                          output_count, outputs);
}
