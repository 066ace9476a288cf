CREATE SCHEMA "app";
--> statement-breakpoint
CREATE TABLE "app"."analysis" (
	"id" uuid PRIMARY KEY NOT NULL,
	"feedback_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"analyzer" text NOT NULL,
	"model" text NOT NULL,
	"version" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"language" text NOT NULL,
	"note" text,
	"answered_at" timestamp with time zone NOT NULL,
	"superseded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."correction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"feedback_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"field" text NOT NULL,
	"was" text,
	"is" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."finding" (
	"id" uuid PRIMARY KEY NOT NULL,
	"analysis_id" uuid NOT NULL,
	"feedback_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"summary" text NOT NULL,
	"kind" text NOT NULL,
	"area_key" text,
	"area_confidence" double precision NOT NULL,
	"runner_up" text,
	"severity" text NOT NULL,
	"sentiment" double precision NOT NULL,
	"churn_risk" double precision NOT NULL,
	"quotes" jsonb NOT NULL,
	"affects" jsonb NOT NULL,
	"suspected_cause" text,
	"recommendation" jsonb NOT NULL,
	"confidence" double precision NOT NULL,
	"because" jsonb NOT NULL,
	"theme_hint" jsonb,
	CONSTRAINT "finding_once" UNIQUE("analysis_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "app"."model_call" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"question" text NOT NULL,
	"version" text NOT NULL,
	"model" text NOT NULL,
	"outcome" text NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cache_read_tokens" integer NOT NULL,
	"cache_write_tokens" integer NOT NULL,
	"cost_usd" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."question_batch" (
	"id" text PRIMARY KEY NOT NULL,
	"rereading_id" uuid NOT NULL,
	"items" jsonb NOT NULL,
	"handed_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."rereading" (
	"id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"analyzer" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."customer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"domains" text[] DEFAULT '{}' NOT NULL,
	"segment" text,
	"annual_revenue" double precision,
	"currency" text,
	"owner" text,
	"slack_channel_ids" text[] DEFAULT '{}' NOT NULL,
	"slack_team_ids" text[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	CONSTRAINT "customer_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "app"."person" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"time_zone" text,
	"standing" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."looking" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."preference" (
	"user_id" text NOT NULL,
	"what" text NOT NULL,
	"choice" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "preference_user_id_what_pk" PRIMARY KEY("user_id","what")
);
--> statement-breakpoint
CREATE TABLE "app"."snooze" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."digest" (
	"id" uuid PRIMARY KEY NOT NULL,
	"occasion" text NOT NULL,
	"slot" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"area_key" text,
	"person" text,
	"time_zone" text NOT NULL,
	"size" integer NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"asked_by" text,
	"late_due_at" timestamp with time zone,
	"missed" integer DEFAULT 0 NOT NULL,
	"plan" jsonb,
	"posted_at" timestamp with time zone,
	CONSTRAINT "digest_once" UNIQUE("occasion","slot")
);
--> statement-breakpoint
CREATE TABLE "app"."digest_line" (
	"digest_id" uuid NOT NULL,
	"theme_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"total" double precision NOT NULL,
	"post_id" uuid NOT NULL,
	CONSTRAINT "digest_line_digest_id_theme_id_pk" PRIMARY KEY("digest_id","theme_id")
);
--> statement-breakpoint
CREATE TABLE "app"."digest_schedule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"area_key" text,
	"person" text,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"size" integer DEFAULT 10 NOT NULL,
	"decided_by" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."channel" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"listening" text NOT NULL,
	"decided_by" text NOT NULL,
	"standing" text NOT NULL,
	"shared" text NOT NULL,
	"caught_up_at" timestamp with time zone,
	"unread" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."erasure" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"origin" text NOT NULL,
	"subject" jsonb,
	"fingerprints" text[] NOT NULL,
	"items" integer,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"channel_id" text,
	"thread_ts" text,
	"link" text,
	"title" text,
	"author_key" text,
	"author_name" text,
	"account" jsonb,
	"customer_id" uuid,
	"customer_because" text,
	"said_at" timestamp with time zone NOT NULL,
	"captured_at" timestamp with time zone NOT NULL,
	"captured_how" text NOT NULL,
	"captured_by" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_because" text,
	"stated_severity" text,
	"erased_at" timestamp with time zone,
	CONSTRAINT "feedback_once" UNIQUE("source","source_key")
);
--> statement-breakpoint
CREATE TABLE "app"."import_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"source" text NOT NULL,
	"done" integer NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."inbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"channel" text,
	"ts" text,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	CONSTRAINT "inbox_once" UNIQUE("source","event_id")
);
--> statement-breakpoint
CREATE TABLE "app"."message" (
	"key" text PRIMARY KEY NOT NULL,
	"feedback_id" uuid,
	"author_key" text,
	"thread_ts" text,
	"part" text NOT NULL,
	"text" text NOT NULL,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"edited_ts" text,
	"deleted_at" timestamp with time zone,
	"receipt_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."passed_over" (
	"key" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."rating" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"scale" text NOT NULL,
	"raw" integer NOT NULL,
	"score" double precision NOT NULL,
	"author_key" text,
	"account" jsonb,
	"feedback_id" uuid,
	"customer_id" uuid,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rating_once" UNIQUE("source","source_key")
);
--> statement-breakpoint
CREATE TABLE "app"."reaction" (
	"key" text NOT NULL,
	"name" text NOT NULL,
	"user_id" text NOT NULL,
	"state" text NOT NULL,
	"changed_ts" text NOT NULL,
	"delivery_id" text NOT NULL,
	CONSTRAINT "reaction_key_name_user_id_pk" PRIMARY KEY("key","name","user_id")
);
--> statement-breakpoint
CREATE TABLE "app"."half_points" (
	"version" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"values" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."override" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"band" text NOT NULL,
	"by" text NOT NULL,
	"why" text,
	"at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	"released_by" text
);
--> statement-breakpoint
CREATE TABLE "app"."score" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"total" double precision NOT NULL,
	"band" text NOT NULL,
	"confidence" double precision NOT NULL,
	"customers" integer NOT NULL,
	"revenue" double precision NOT NULL,
	"newest_at" timestamp with time zone NOT NULL,
	"raw" jsonb NOT NULL,
	"explanation" jsonb NOT NULL,
	"tally" jsonb NOT NULL,
	"version" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"superseded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"who" text NOT NULL,
	"what" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"origin" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."failure" (
	"job" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"reason" text NOT NULL,
	"kind" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "failure_job_key_pk" PRIMARY KEY("job","key")
);
--> statement-breakpoint
CREATE TABLE "app"."post" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"thread_ts" text,
	"what" text NOT NULL,
	"shown" text,
	"attempted_at" timestamp with time zone,
	"ts" text,
	"edited_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"theme_id" uuid NOT NULL,
	"other_id" uuid,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"says" text NOT NULL,
	"before" jsonb NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" text
);
--> statement-breakpoint
CREATE TABLE "app"."membership" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"decided_by" text NOT NULL,
	"match" double precision,
	"because" text NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	"left_because" text
);
--> statement-breakpoint
CREATE TABLE "app"."placement" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"finding_id" uuid NOT NULL,
	"theme_id" uuid NOT NULL,
	"change" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."proposal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"theme_id" uuid NOT NULL,
	"other_id" uuid,
	"finding_ids" uuid[] DEFAULT '{}' NOT NULL,
	"score" double precision NOT NULL,
	"because" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"put_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"decision" text
);
--> statement-breakpoint
CREATE TABLE "app"."question" (
	"id" uuid PRIMARY KEY NOT NULL,
	"finding_id" uuid NOT NULL,
	"theme_id" uuid NOT NULL,
	"choices" jsonb NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"put_at" timestamp with time zone,
	"put_to" text[] DEFAULT '{}' NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"answer" text,
	CONSTRAINT "question_finding_id_unique" UNIQUE("finding_id")
);
--> statement-breakpoint
CREATE TABLE "app"."theme" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "app"."theme_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"titled_by" text NOT NULL,
	"titled_from" integer DEFAULT 0 NOT NULL,
	"summary" text NOT NULL,
	"area_key" text,
	"area_by" text DEFAULT 'earshot' NOT NULL,
	"standing" text DEFAULT 'open' NOT NULL,
	"standing_by" text,
	"standing_at" timestamp with time zone,
	"started_at" timestamp with time zone NOT NULL,
	"merged_into" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "theme_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "app"."recurrence" (
	"ticket_id" uuid NOT NULL,
	"feedback_id" uuid NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "recurrence_ticket_id_feedback_id_pk" PRIMARY KEY("ticket_id","feedback_id")
);
--> statement-breakpoint
CREATE TABLE "app"."ticket" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid NOT NULL,
	"tracker" text NOT NULL,
	"target" jsonb NOT NULL,
	"draft" jsonb,
	"slack_thread" text,
	"comments_from" timestamp with time zone,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"likely" jsonb,
	"cleared_at" timestamp with time zone,
	"external_id" text,
	"canonical_id" text,
	"key" text,
	"first_key" text,
	"url" text,
	"title" text,
	"origin" text NOT NULL,
	"state" text,
	"state_name" text,
	"assignee" text,
	"withheld" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"archived_at" timestamp with time zone,
	"made_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"evidence" jsonb,
	"evidence_at" timestamp with time zone,
	"follows_id" uuid,
	"ended_at" timestamp with time zone,
	"ended_because" text
);
--> statement-breakpoint
CREATE TABLE "app"."wish" (
	"id" uuid PRIMARY KEY NOT NULL,
	"theme_id" uuid,
	"feedback_id" uuid,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text DEFAULT 'ticket' NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"channel" text NOT NULL,
	"thread_ts" text,
	"ticket_id" uuid,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "app"."analysis" ADD CONSTRAINT "analysis_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."correction" ADD CONSTRAINT "correction_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."correction" ADD CONSTRAINT "correction_finding_id_finding_id_fk" FOREIGN KEY ("finding_id") REFERENCES "app"."finding"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."finding" ADD CONSTRAINT "finding_analysis_id_analysis_id_fk" FOREIGN KEY ("analysis_id") REFERENCES "app"."analysis"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."finding" ADD CONSTRAINT "finding_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."question_batch" ADD CONSTRAINT "question_batch_rereading_id_rereading_id_fk" FOREIGN KEY ("rereading_id") REFERENCES "app"."rereading"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."looking" ADD CONSTRAINT "looking_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."snooze" ADD CONSTRAINT "snooze_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."digest_line" ADD CONSTRAINT "digest_line_digest_id_digest_id_fk" FOREIGN KEY ("digest_id") REFERENCES "app"."digest"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."digest_line" ADD CONSTRAINT "digest_line_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."feedback" ADD CONSTRAINT "feedback_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."message" ADD CONSTRAINT "message_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rating" ADD CONSTRAINT "rating_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rating" ADD CONSTRAINT "rating_customer_id_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."customer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."override" ADD CONSTRAINT "override_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."score" ADD CONSTRAINT "score_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."decision" ADD CONSTRAINT "decision_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."decision" ADD CONSTRAINT "decision_other_id_theme_id_fk" FOREIGN KEY ("other_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."membership" ADD CONSTRAINT "membership_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."membership" ADD CONSTRAINT "membership_finding_id_finding_id_fk" FOREIGN KEY ("finding_id") REFERENCES "app"."finding"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."proposal" ADD CONSTRAINT "proposal_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."proposal" ADD CONSTRAINT "proposal_other_id_theme_id_fk" FOREIGN KEY ("other_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."question" ADD CONSTRAINT "question_finding_id_finding_id_fk" FOREIGN KEY ("finding_id") REFERENCES "app"."finding"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."question" ADD CONSTRAINT "question_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recurrence" ADD CONSTRAINT "recurrence_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "app"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recurrence" ADD CONSTRAINT "recurrence_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."ticket" ADD CONSTRAINT "ticket_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."ticket" ADD CONSTRAINT "ticket_follows_id_ticket_id_fk" FOREIGN KEY ("follows_id") REFERENCES "app"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."wish" ADD CONSTRAINT "wish_theme_id_theme_id_fk" FOREIGN KEY ("theme_id") REFERENCES "app"."theme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."wish" ADD CONSTRAINT "wish_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "app"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."wish" ADD CONSTRAINT "wish_ticket_id_ticket_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "app"."ticket"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "analysis_current" ON "app"."analysis" USING btree ("feedback_id") WHERE "app"."analysis"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "analysis_answered" ON "app"."analysis" USING btree ("answered_at");--> statement-breakpoint
CREATE INDEX "correction_field" ON "app"."correction" USING btree ("field","at");--> statement-breakpoint
CREATE INDEX "correction_of" ON "app"."correction" USING btree ("finding_id");--> statement-breakpoint
CREATE INDEX "finding_of" ON "app"."finding" USING btree ("feedback_id");--> statement-breakpoint
CREATE INDEX "model_call_at" ON "app"."model_call" USING btree ("at");--> statement-breakpoint
CREATE INDEX "question_batch_of" ON "app"."question_batch" USING btree ("rereading_id");--> statement-breakpoint
CREATE INDEX "person_email" ON "app"."person" USING btree ("email");--> statement-breakpoint
CREATE INDEX "looking_theme" ON "app"."looking" USING btree ("theme_id");--> statement-breakpoint
CREATE INDEX "snooze_theme" ON "app"."snooze" USING btree ("theme_id");--> statement-breakpoint
CREATE INDEX "feedback_said" ON "app"."feedback" USING btree ("said_at");--> statement-breakpoint
CREATE INDEX "feedback_customer" ON "app"."feedback" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "feedback_unclaimed" ON "app"."feedback" USING btree ("id") WHERE "app"."feedback"."customer_id" is null;--> statement-breakpoint
CREATE INDEX "feedback_withdrawn" ON "app"."feedback" USING btree ("withdrawn_at") WHERE "app"."feedback"."withdrawn_at" is not null;--> statement-breakpoint
CREATE INDEX "feedback_talk" ON "app"."feedback" USING btree ("channel_id","author_key","said_at");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "app"."inbox" USING btree ("received_at") WHERE "app"."inbox"."handled_at" is null;--> statement-breakpoint
CREATE INDEX "inbox_talk" ON "app"."inbox" USING btree ("channel","ts") WHERE "app"."inbox"."handled_at" is null;--> statement-breakpoint
CREATE INDEX "inbox_handled" ON "app"."inbox" USING btree ("handled_at");--> statement-breakpoint
CREATE INDEX "message_no_receipt" ON "app"."message" USING btree ("said_at") WHERE "app"."message"."receipt_at" is null;--> statement-breakpoint
CREATE INDEX "message_of" ON "app"."message" USING btree ("feedback_id","said_at");--> statement-breakpoint
CREATE INDEX "message_author" ON "app"."message" USING btree ("author_key");--> statement-breakpoint
CREATE INDEX "passed_over_at" ON "app"."passed_over" USING btree ("at");--> statement-breakpoint
CREATE INDEX "rating_customer" ON "app"."rating" USING btree ("customer_id","given_at");--> statement-breakpoint
CREATE UNIQUE INDEX "override_current" ON "app"."override" USING btree ("theme_id") WHERE "app"."override"."released_at" is null;--> statement-breakpoint
CREATE INDEX "score_checked" ON "app"."score" USING btree ("checked_at") WHERE "app"."score"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "score_current" ON "app"."score" USING btree ("theme_id") WHERE "app"."score"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "score_rank" ON "app"."score" USING btree ("total") WHERE "app"."score"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "score_history" ON "app"."score" USING btree ("theme_id","at");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "app"."audit" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "failure_at" ON "app"."failure" USING btree ("failed_at");--> statement-breakpoint
CREATE INDEX "post_at" ON "app"."post" USING btree ("channel","ts");--> statement-breakpoint
CREATE INDEX "post_what" ON "app"."post" USING btree ("what");--> statement-breakpoint
CREATE INDEX "decision_theme" ON "app"."decision" USING btree ("theme_id","at");--> statement-breakpoint
CREATE INDEX "decision_other" ON "app"."decision" USING btree ("other_id");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_current" ON "app"."membership" USING btree ("finding_id") WHERE "app"."membership"."left_at" is null;--> statement-breakpoint
CREATE INDEX "membership_theme" ON "app"."membership" USING btree ("theme_id","said_at") WHERE "app"."membership"."left_at" is null;--> statement-breakpoint
CREATE INDEX "membership_joined" ON "app"."membership" USING btree ("joined_at");--> statement-breakpoint
CREATE INDEX "membership_left" ON "app"."membership" USING btree ("left_at");--> statement-breakpoint
CREATE INDEX "proposal_open" ON "app"."proposal" USING btree ("score") WHERE "app"."proposal"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "proposal_put" ON "app"."proposal" USING btree ("put_at");--> statement-breakpoint
CREATE INDEX "question_open" ON "app"."question" USING btree ("asked_at") WHERE "app"."question"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "question_put" ON "app"."question" USING btree ("put_at");--> statement-breakpoint
CREATE INDEX "theme_area" ON "app"."theme" USING btree ("area_key");--> statement-breakpoint
CREATE INDEX "theme_changed" ON "app"."theme" USING btree ("changed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_one_per_theme" ON "app"."ticket" USING btree ("theme_id") WHERE "app"."ticket"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "ticket_external" ON "app"."ticket" USING btree ("tracker","external_id");--> statement-breakpoint
CREATE INDEX "ticket_canonical" ON "app"."ticket" USING btree ("tracker","canonical_id");--> statement-breakpoint
CREATE INDEX "ticket_seen" ON "app"."ticket" USING btree ("seen_at") WHERE "app"."ticket"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "ticket_follows" ON "app"."ticket" USING btree ("follows_id");--> statement-breakpoint
CREATE INDEX "wish_open" ON "app"."wish" USING btree ("at") WHERE "app"."wish"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "wish_feedback" ON "app"."wish" USING btree ("feedback_id");--> statement-breakpoint
CREATE INDEX "wish_ticket" ON "app"."wish" USING btree ("ticket_id");