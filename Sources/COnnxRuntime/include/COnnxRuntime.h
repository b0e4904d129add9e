// The few entries of ONNX Runtime's C interface that Behest uses.
//
// The library is opened when a model is first needed, so the build needs neither it nor its header. Its interface is a
// table of function pointers that only ever grows; the places named in table.c are those of onnxruntime_c_api.h.
// Every `ort_` function takes the table first and is otherwise the function of the same name in that header.

#ifndef C_ONNX_RUNTIME_H
#define C_ONNX_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct OrtTable OrtTable;
typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtAllocator OrtAllocator;
typedef struct OrtValue OrtValue;
typedef struct OrtTypeInfo OrtTypeInfo;
typedef struct OrtTensorInfo OrtTensorInfo;

// A failure; NULL is success. Read its message, then release it.
typedef OrtStatus *_Nullable OrtStatusRef;

enum { ORT_FLOAT = 1, ORT_INT64 = 7, ORT_BOOL = 9 };
enum { ORT_LOG_FATAL = 4 };

// Opens the library and finds its table. On failure returns NULL and sets `message` to a text to be freed.
const OrtTable *_Nullable ort_open(const char *path, char *_Nullable *_Nonnull message);

// The version of an opened library, such as "1.32.0".
const char *ort_version(const OrtTable *table);

const char *ort_message(const OrtTable *table, OrtStatus *status);
void ort_release_status(const OrtTable *table, OrtStatus *status);

OrtStatusRef ort_create_env(const OrtTable *table, int level, const char *name, OrtEnv *_Nullable *_Nonnull out);

OrtStatusRef ort_create_options(const OrtTable *table, OrtSessionOptions *_Nullable *_Nonnull out);
OrtStatusRef ort_set_threads(const OrtTable *table, OrtSessionOptions *options, int count);
OrtStatusRef ort_set_log_level(const OrtTable *table, OrtSessionOptions *options, int level);
OrtStatusRef ort_add_config(const OrtTable *table, OrtSessionOptions *options, const char *key, const char *value);
void ort_release_options(const OrtTable *table, OrtSessionOptions *options);

OrtStatusRef ort_create_session(const OrtTable *table, const OrtEnv *env, const char *path,
                                const OrtSessionOptions *options, OrtSession *_Nullable *_Nonnull out);
void ort_release_session(const OrtTable *table, OrtSession *session);

OrtStatusRef ort_input_count(const OrtTable *table, const OrtSession *session, size_t *out);
OrtStatusRef ort_output_count(const OrtTable *table, const OrtSession *session, size_t *out);
OrtStatusRef ort_input_name(const OrtTable *table, const OrtSession *session, size_t index, OrtAllocator *allocator,
                            char *_Nullable *_Nonnull out);
OrtStatusRef ort_output_name(const OrtTable *table, const OrtSession *session, size_t index, OrtAllocator *allocator,
                             char *_Nullable *_Nonnull out);
OrtStatusRef ort_input_type(const OrtTable *table, const OrtSession *session, size_t index,
                            OrtTypeInfo *_Nullable *_Nonnull out);
OrtStatusRef ort_tensor_info(const OrtTable *table, const OrtTypeInfo *type,
                             const OrtTensorInfo *_Nullable *_Nonnull out);
void ort_release_type(const OrtTable *table, OrtTypeInfo *type);

OrtStatusRef ort_default_allocator(const OrtTable *table, OrtAllocator *_Nullable *_Nonnull out);
OrtStatusRef ort_allocator_free(const OrtTable *table, OrtAllocator *allocator, void *pointer);

OrtStatusRef ort_create_tensor(const OrtTable *table, OrtAllocator *allocator, const int64_t *shape, size_t rank,
                               int type, OrtValue *_Nullable *_Nonnull out);
OrtStatusRef ort_tensor_data(const OrtTable *table, OrtValue *value, void *_Nullable *_Nonnull out);
OrtStatusRef ort_value_info(const OrtTable *table, const OrtValue *value, OrtTensorInfo *_Nullable *_Nonnull out);
void ort_release_value(const OrtTable *table, OrtValue *value);

OrtStatusRef ort_rank(const OrtTable *table, const OrtTensorInfo *info, size_t *out);
OrtStatusRef ort_dimensions(const OrtTable *table, const OrtTensorInfo *info, int64_t *out, size_t rank);
OrtStatusRef ort_element_type(const OrtTable *table, const OrtTensorInfo *info, int *out);
void ort_release_info(const OrtTable *table, OrtTensorInfo *info);

OrtStatusRef ort_create_run_options(const OrtTable *table, OrtRunOptions *_Nullable *_Nonnull out);
// May be called from any thread while a run goes on with the options, which then fails before its next step.
OrtStatusRef ort_terminate(const OrtTable *table, OrtRunOptions *options);
void ort_release_run_options(const OrtTable *table, OrtRunOptions *options);

OrtStatusRef ort_run(const OrtTable *table, OrtSession *session, const OrtRunOptions *_Nullable options,
                     const char *_Nonnull const *_Nonnull input_names,
                     const OrtValue *_Nonnull const *_Nonnull inputs, size_t input_count,
                     const char *_Nonnull const *_Nonnull output_names, size_t output_count,
                     OrtValue *_Nullable *_Nonnull outputs);

#pragma clang assume_nonnull end

#endif
