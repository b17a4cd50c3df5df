# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An aspect that runs cublaslt-tidy on the sources of C++ targets.

Each source is an action of its own with declared inputs (the source, the headers
of its dependencies, the configuration, the tool) and one output, a SARIF file. So
the remote cache and remote execution apply as to compilations, and a source is
analysed again only when it or a header that its target may include has changed.

    bazel build //... --aspects=//tools:lint.bzl%lint --output_groups=cublaslt_tidy

where tools/lint.bzl holds

    load("@cublaslt_tidy//tools/bazel:cublaslt_tidy.bzl", "cublaslt_tidy_aspect")
    lint = cublaslt_tidy_aspect(tool = "@//tools:cublaslt-tidy")
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_SOURCES = ["c", "cc", "cpp", "cxx", "c++", "C", "cu"]

# Exit code 1: findings; others: what could not be analysed. $1 is the SARIF
# file, $2 what findings do, $3 the compilation database without its folder.
_SCRIPT = """
set -eu
output=$1 findings=$2 database=$3
shift 3
folder=$output.database
mkdir -p "$folder"
sed "s|@FOLDER@|$PWD|" "$database" > "$folder/compile_commands.json"
status=0
"$@" -p "$folder" --no-cache --quiet --jobs=1 --sarif="$output" >&2 || status=$?
rm -r "$folder"
[ "$status" != 1 ] || [ "$findings" != collect ] || status=0
exit "$status"
"""

def _compiler_flags(ctx, toolchain, features):
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts,
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _arguments(ctx, compilation, flags):
    result = list(flags)
    for define in compilation.defines.to_list() + compilation.local_defines.to_list():
        result.append("-D" + define)
    for folder in compilation.includes.to_list():
        result.append("-I" + folder)
    for folder in compilation.quote_includes.to_list():
        result.extend(["-iquote", folder])
    for folder in compilation.system_includes.to_list():
        result.extend(["-isystem", folder])
    return result + getattr(ctx.rule.attr, "copts", [])

def _tidy_impl(target, ctx):
    if CcInfo not in target or not hasattr(ctx.rule.files, "srcs"):
        return []
    toolchain = find_cpp_toolchain(ctx)
    compilation = target[CcInfo].compilation_context
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    flags = _arguments(ctx, compilation, _compiler_flags(ctx, toolchain, features))
    compiler = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
    )
    configuration = ctx.files._config
    reports = []
    for source in ctx.rule.files.srcs:
        if source.extension not in _SOURCES:
            continue
        name = "{}.{}.cublaslt-tidy".format(source.basename, target.label.name)
        report = ctx.actions.declare_file(name + ".sarif")
        database = ctx.actions.declare_file(name + ".json")
        # No option, whatever the file's name begins with.
        file = "./" + source.path
        ctx.actions.write(database, json.encode([{
            "directory": "@FOLDER@",
            "file": file,
            "arguments": [compiler] + flags + ["-c", file],
        }]))
        ctx.actions.run_shell(
            inputs = depset(
                [source, database] + configuration,
                # Headers that stand among the sources are in it too.
                transitive = [compilation.headers, toolchain.all_files],
            ),
            outputs = [report],
            tools = [ctx.executable._tool],
            command = _SCRIPT,
            arguments = [
                report.path,
                ctx.attr._findings,
                database.path,
                ctx.executable._tool.path,
            ] + ["--config-file=" + file.path for file in configuration],
            mnemonic = "CublasLtTidy",
            progress_message = "Linting " + source.short_path,
        )
        reports.append(report)
    return [OutputGroupInfo(cublaslt_tidy = depset(reports))]

def cublaslt_tidy_aspect(tool, config = None, collect = False):
    """The aspect.

    Args:
      tool: label of cublaslt-tidy, an executable file or target.
      config: label of a .clang-tidy to use, or None.
      collect: True lets findings pass; they are in the SARIF files.
    """
    return aspect(
        implementation = _tidy_impl,
        attr_aspects = ["deps"],
        attrs = {
            "_tool": attr.label(
                default = Label(tool),
                executable = True,
                cfg = "exec",
                allow_files = True,
            ),
            "_config": attr.label_list(
                default = [Label(config)] if config else [],
                allow_files = True,
            ),
            "_findings": attr.string(default = "collect" if collect else "fail"),
            "_cc_toolchain": attr.label(
                default = Label("@bazel_tools//tools/cpp:current_cc_toolchain"),
            ),
        },
        fragments = ["cpp"],
        toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    )
