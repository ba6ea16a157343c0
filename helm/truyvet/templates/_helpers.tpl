{{/* At most 46 characters: a CronJob's name may have 52, and "-index" is part of it. */}}
{{- define "truyvet.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 46 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 46 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "truyvet.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "truyvet.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "truyvet.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "truyvet.serviceAccount" -}}
{{- .Values.serviceAccount.existingName | default (include "truyvet.fullname" .) -}}
{{- end -}}

{{- define "truyvet.scheduler" -}}
tcp://{{ include "truyvet.fullname" . }}-scheduler:8786
{{- end -}}

{{/* Whether reports are in Elasticsearch, and state in a database server: then pods share nothing. */}}
{{- define "truyvet.elasticsearch" -}}
{{- if or .Values.elasticsearch.url .Values.elasticsearch.existingSecret }}yes{{ end -}}
{{- end -}}

{{- define "truyvet.shared" -}}
{{- if and (include "truyvet.elasticsearch" .) .Values.database.existingSecret }}yes{{ end -}}
{{- end -}}

{{/* Values that contradict each other are refused, saying what to do. */}}
{{- define "truyvet.check" -}}
{{- $many := or (gt (int .Values.api.replicas) 1) .Values.api.autoscaling.enabled -}}
{{- if and $many (not (include "truyvet.shared" .)) -}}
{{- fail "more than one API pod needs database.existingSecret and elasticsearch.url or elasticsearch.existingSecret: SQLite cannot be shared" -}}
{{- end -}}
{{- if and .Values.data.uri (not (include "truyvet.shared" .)) -}}
{{- fail "data.uri needs database.existingSecret and elasticsearch.url or elasticsearch.existingSecret: SQLite needs a disk" -}}
{{- end -}}
{{- $modes := .Values.data.persistence.accessModes -}}
{{- if and .Values.dask.enabled (not .Values.data.uri) (not .Values.data.persistence.existingClaim) (not (has "ReadWriteMany" $modes)) -}}
{{- fail "workers write shards too: data.persistence.accessModes needs ReadWriteMany, or set data.uri, or dask.enabled=false" -}}
{{- end -}}
{{- if and .Values.index.enabled (not .Values.footage.existingClaim) -}}
{{- fail "index.enabled needs footage.existingClaim: there is nothing to index" -}}
{{- end -}}
{{- if and .Values.index.enabled (not .Values.dask.enabled) -}}
{{- fail "index.enabled needs dask.enabled: the job only hands its tasks to the workers" -}}
{{- end -}}
{{- if and .Values.footage.existingClaim (has (clean .Values.footage.mountPath) (list "/" "/data" "/models" "/tmp")) -}}
{{- fail "footage.mountPath needs a folder of its own: /data is the index, /models the checkpoints, /tmp scratch space" -}}
{{- end -}}
{{- if gt (int .Values.api.autoscaling.minReplicas) (int .Values.api.autoscaling.maxReplicas) -}}
{{- fail "api.autoscaling.minReplicas is larger than maxReplicas" -}}
{{- end -}}
{{- end -}}
