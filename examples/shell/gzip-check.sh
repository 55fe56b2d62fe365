#!/bin/sh
# Checks whether every gzip file can be unpacked to its end, and how large its content is.
# A whole extractor that speaks HTTP with Pawprint. Needs curl, jq and gzip; README.md explains each step.
set -u

name=example.gzip-check
version=1.0.0
server=${PAWPRINT_URL:-http://127.0.0.1:9000}
: "${PAWPRINT_KEY:?is not set: give the API key of the server}"
heartbeat_s=15

main() {
  umask 077
  work=$(mktemp -d)
  answer=$work/answer
  stopping=
  heart=
  trap 'stopping=yes' INT TERM
  trap 'kill $heart 2>/dev/null; rm -rf "$work"' EXIT

  # In a file, so that no list of processes shows the key.
  headers "$PAWPRINT_KEY" >"$work/own"
  instance=$(new_id)
  register || exit 1
  heartbeat false || exit 1
  keep_heartbeat &
  heart=$!
  log "version $version, instance $instance: at work for $server"
  while [ -z "$stopping" ]; do
    if claim; then run_job; fi
  done
  heartbeat true
}

register() {
  jq --null-input --arg name $name --arg version $version '{
    name: $name, version: $version,
    description: "Checks whether gzip files can be unpacked, and how large their content is.",
    process: {file: ["application/gzip"]}
  }' >"$work/info"
  call "$work/own" POST /api/extractors --data @"$work/info"
}

# heartbeat STOPPING: says that this process lives, or that it leaves.
heartbeat() {
  call "$work/own" PUT "/api/extractors/$name/instances/$instance" \
    --data "{\"version\": \"$version\", \"interval_s\": $heartbeat_s, \"stopping\": $1}"
}

# Ends with the script ($$), also when that is killed: a heartbeat says that the script lives.
keep_heartbeat() {
  answer=$work/heartbeat-answer
  while sleep $heartbeat_s && kill -0 $$ 2>/dev/null; do heartbeat false; done
}

# Waits up to 10 s for a job and leases it. 204 is the answer when none came.
claim() {
  status=$(curl --silent --header @"$work/own" --output "$answer" --write-out '%{http_code}' \
    --data "{\"instance_id\": \"$instance\", \"version\": \"$version\", \"wait_s\": 10}" \
    "$server/api/extractors/$name/claims")
  [ "$status" = 200 ] && return
  [ "$status" = 204 ] || { log "claiming a job failed with status $status"; sleep 2; }
  return 1
}

run_job() {
  job=$(jq --raw-output .message.job_id "$answer")
  file=$(jq --raw-output .message.id "$answer")
  lease=$(jq --raw-output .lease.id "$answer")
  # A third of the lease: two renewals may fail before it is lost.
  renew_s=$(jq 'def seconds: sub("\\.[0-9]+"; "") | fromdate;
    ((.lease.expires_at | seconds) - (.job.last_event_at | seconds)) / 3 | floor' "$answer")
  headers "$(jq --raw-output .message.secretKey "$answer")" >"$work/job"
  rm -f "$work/cancelled"
  keep_lease &
  keeper=$!
  check_file
  kill $keeper
  log "job $job: $(jq --raw-output '.reports[0].kind' "$work/report")"
}

# Renews the lease while the job runs. Every report does; this one bears none.
keep_lease() {
  answer=$work/lease-answer
  while sleep "$renew_s" && kill -0 $$ 2>/dev/null; do
    send_reports "{\"lease_id\": \"$lease\", \"reports\": []}" || return
  done
}

check_file() {
  report STARTED "Unpacking with $(gzip --version | head -n 1)." || return
  (answer=$work/input && call "$work/job" GET "/api/files/$file/blob") || return
  compressed=$(wc -c <"$work/input")
  report PROGRESS "Downloaded $compressed bytes." '{"progress": 0.5}' || return
  if [ "$compressed" -eq 0 ]; then
    report SKIPPED 'The file is empty.'
  elif gzip --test <"$work/input" 2>"$work/problem"; then
    content=$(gzip --decompress --stdout <"$work/input" | wc -c)
    upload_metadata "{\"compressed_bytes\": $compressed, \"content_bytes\": $content}" || return
    report SUCCEEDED "$compressed bytes unpack to $content."
  else
    report ERROR "This file can't be unpacked: $(cat "$work/problem")"
  fi
}

# upload_metadata CONTENT. The name in the header makes a second upload of this job replace the first.
upload_metadata() {
  jq --null-input --argjson content "$1" '{
    "@context": {"nfo": "http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#",
      "compressed_bytes": "nfo:fileSize", "content_bytes": "nfo:uncompressedSize"},
    content: $content
  }' >"$work/metadata"
  call "$work/job" POST "/api/files/$file/metadata.jsonld" --header 'pawprint-output: metadata:0' --data @"$work/metadata"
}

# report KIND MESSAGE [MORE FIELDS]: fails when the job has ended or its lease has run out. After a cancel it ends the
# job in place of what it was to report.
report() {
  if [ -e "$work/cancelled" ]; then set -- SKIPPED "Stopped: the job's cancel was requested." '{"cancelled": true}'; fi
  jq --null-input --arg lease "$lease" --arg id "$(new_id)" --arg kind "$1" --arg message "$2" --argjson more "${3:-null}" \
    '{lease_id: $lease, reports: [{id: $id, kind: $kind, message: $message} + $more]}' >"$work/report"
  send_reports @"$work/report"
}

# send_reports DATA: fails when the job has ended or its lease has run out.
send_reports() {
  call "$work/job" POST "/api/jobs/$job/reports" --data "$1" || return
  if jq --exit-status .cancel_requested "$answer" >/dev/null; then touch "$work/cancelled"; fi
  jq --exit-status .lease "$answer" >/dev/null
}

# call HEADERS METHOD PATH [OPTIONS OF CURL]: puts the answer into $answer. Waits for a server that is away, and fails
# where the server refuses.
call() {
  with=$1 method=$2 path=$3
  shift 3
  until curl --silent --show-error --fail-with-body --retry 20 --header @"$with" --request "$method" \
    --output "$answer" "$@" "$server$path"; do
    if [ $? -eq 22 ]; then
      log "$method $path was refused: $(cat "$answer")"
      return 1
    fi
    sleep 2
  done
}

headers() { printf 'Authorization: Bearer %s\nContent-Type: application/json\n' "$1"; }
new_id() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }
log() { echo "$name: $*" >&2; }

main
