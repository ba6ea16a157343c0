{{/* What all pods and containers have in common. Each takes the root context. */}}
{{- define "truyvet.pod" -}}
serviceAccountName: {{ include "truyvet.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "truyvet.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- with .Values.data.existingSecret }}
envFrom:
  - secretRef:
      name: {{ . }}
{{- end }}
{{- end -}}

{{/* Settings that every part needs, and folders that may be written. */}}
{{- define "truyvet.env" -}}
- name: TRUYVET_DATA
  value: {{ .Values.data.uri | default "/data" | quote }}
{{- with .Values.model.name }}
- name: TRUYVET_MODEL
  value: {{ . | quote }}
{{- end }}
- name: HOME
  value: /tmp
- name: HF_HOME
  value: /tmp/huggingface
{{- end -}}

{{/* Settings of what searches and imports reports: the text index, the state, the scheduler. */}}
{{- define "truyvet.serviceEnv" -}}
- name: TRUYVET_REPORT_VECTORS
  value: {{ .Values.model.reportVectors | quote }}
{{- if .Values.elasticsearch.existingSecret }}
- name: TRUYVET_ELASTICSEARCH_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.elasticsearch.existingSecret }}
      key: {{ .Values.elasticsearch.existingSecretKey }}
{{- else if .Values.elasticsearch.url }}
- name: TRUYVET_ELASTICSEARCH_URL
  value: {{ .Values.elasticsearch.url | quote }}
{{- end }}
{{- with .Values.database.existingSecret }}
- name: TRUYVET_DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $.Values.database.existingSecretKey }}
{{- end }}
{{- if .Values.dask.enabled }}
- name: TRUYVET_SCHEDULER
  value: {{ include "truyvet.scheduler" . }}
{{- end }}
{{- end -}}

{{- define "truyvet.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if not .Values.data.uri }}
- name: data
  mountPath: /data
{{- end }}
{{- if .Values.footage.existingClaim }}
- name: footage
  mountPath: {{ .Values.footage.mountPath }}
  readOnly: true
{{- end }}
{{- if .Values.model.existingClaim }}
- name: models
  mountPath: /models
  readOnly: true
{{- end }}
{{- end -}}

{{- define "truyvet.volumes" -}}
- name: tmp
  emptyDir: {}
{{- if not .Values.data.uri }}
- name: data
  persistentVolumeClaim:
    claimName: {{ .Values.data.persistence.existingClaim | default (printf "%s-data" (include "truyvet.fullname" .)) }}
{{- end }}
{{- with .Values.footage.existingClaim }}
- name: footage
  persistentVolumeClaim:
    claimName: {{ . }}
    readOnly: true
{{- end }}
{{- with .Values.model.existingClaim }}
- name: models
  persistentVolumeClaim:
    claimName: {{ . }}
    readOnly: true
{{- end }}
{{- end -}}

{{/* Where a part may run; takes that part's values. */}}
{{- define "truyvet.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
