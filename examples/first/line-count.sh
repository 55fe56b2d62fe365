#!/bin/sh
# Counts the lines of files. A whole extractor for Pawprint, by HTTP. It needs curl.
set -u

name=example.line-count
version=1.0.0
wants='["text/*"]'
server=${PAWPRINT_URL:-http://127.0.0.1:9000}
: "${PAWPRINT_KEY:?is not set: give a key of the server}"

# Your work: from the file at $1 to its metadata, as JSON on one line. If this fails, the job fails with what it wrote.
handle() {
  report PROGRESS 'Counting.' '"progress": 0.5'
  echo "{\"lines\": $(wc -l <"$1"), \"bytes\": $(wc -c <"$1")}"
}

main() {
  umask 077
  work=$(mktemp -d)
  answer=$work/answer
  stopping=
  trap 'stopping=yes' INT TERM
  trap 'kill $heart 2>/dev/null; rm -rf "$work"' EXIT
  # In a file, so that no list of processes shows the key.
  headers "$PAWPRINT_KEY" >"$work/own"
  instance=$(new_id)
  call own POST /api/extractors \
    "{\"name\": \"$name\", \"version\": \"$version\", \"process\": {\"file\": $wants}}" || exit 1
  heartbeat false || exit 1
  keep_alive 15 heartbeat false &
  heart=$!
  log "version $version, instance $instance: at work for $server"
  while [ -z "$stopping" ]; do
    if claim; then run_job; fi
  done
  heartbeat true
}

# heartbeat STOPPING: says that this process lives, or that it leaves.
heartbeat() {
  call own PUT "/api/extractors/$name/instances/$instance" \
    "{\"version\": \"$version\", \"interval_s\": 15, \"stopping\": $1}"
}

# keep_alive SECONDS COMMAND…: runs the command again and again while this script lives.
keep_alive() {
  every=$1
  shift
  answer=$work/answer-$1
  while sleep "$every" && kill -0 $$ 2>/dev/null; do "$@" || return; done
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
  job=$(field '"job_id":"')
  lease=$(field '"lease":{"id":"')
  file=$(field '"resource":{"type":"file","id":"')
  headers "$(field '"secretKey":"')" >"$work/job"
  rm -f "$work/cancelled"
  # Every report renews the lease, which may be as short as 5 s.
  keep_alive 2 send_reports '' &
  keeper=$!
  work_on_file
  kill $keeper
  log "job $job: $kind"
}

work_on_file() {
  report STARTED 'Downloading.' || return
  (answer=$work/input && call job GET "/api/files/$file/blob") || return
  if metadata=$(handle "$work/input" 2>"$work/problem"); then
    # Its name makes a second upload, by a later attempt, replace this one.
    call job POST "/api/files/$file/metadata.jsonld" "{\"content\": $metadata}" \
      --header 'pawprint-output: metadata:0' || return
    report SUCCEEDED "$metadata"
  else
    report ERROR "$(cat "$work/problem")"
  fi
}

# report KIND MESSAGE [FIELDS]: fails when the job has ended or its lease has run out. After a cancel it ends the job.
report() {
  kind=$1
  if [ -e "$work/cancelled" ]; then set -- SKIPPED 'Stopped: the cancel was requested.' '"cancelled": true'; fi
  send_reports "{\"id\": \"$(new_id)\", \"kind\": \"$1\", \"message\": \"$(escape "$2")\"${3:+, $3}}"
}

send_reports() {
  call job POST "/api/jobs/$job/reports" "{\"lease_id\": \"$lease\", \"reports\": [$1]}" || return
  if grep -q '"cancel_requested":true' "$answer"; then : >"$work/cancelled"; fi
  ! grep -q '"lease":null' "$answer"
}

# call HEADERS METHOD PATH [BODY [OPTIONS OF CURL]]: puts the answer into $answer. Waits for a server that is away, and
# fails where the server refuses.
call() {
  with=$1 method=$2 path=$3 body=${4:-}
  shift $(($# < 4 ? $# : 4))
  until curl --silent --show-error --fail-with-body --retry 20 --header @"$work/$with" --request "$method" \
    ${body:+--data "$body"} --output "$answer" "$@" "$server$path"; do
    if [ $? -eq 22 ]; then
      log "$method $path was refused: $(cat "$answer")"
      return 1
    fi
    sleep 2
  done
}

# field BEGINNING: what follows it in the answer, up to the next quotation mark. Within texts, JSON escapes those.
field() { sed -n "s/.*$1\([^\"]*\)\".*/\1/p" "$answer"; }
escape() { printf '%s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037' | sed 's/["\\]/\\&/g'; }
headers() { printf 'Authorization: Bearer %s\nContent-Type: application/json\n' "$1"; }
new_id() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }
log() { echo "$name: $*" >&2; }

main
