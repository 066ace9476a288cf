CREATE TABLE "app"."home_view" (
	"user_id" text PRIMARY KEY NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL
);
